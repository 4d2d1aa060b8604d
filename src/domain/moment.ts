const written = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:\d{2}))?$/

/** The seconds since 1970 of a date with time, in UTC, or of the last moment of a date alone; NaN for what is neither. */
export function momentOf(text: string): number {
  const [, years, months, days, hours, minutes, seconds = '0', zone] = written.exec(text) ?? []
  const [year, month, day] = [Number(years), Number(months), Number(days)]
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN
  const start = daysUntil(year, month, day) * 86_400
  if (zone === undefined) return start + 86_400 - 0.001
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) >= 61) return Number.NaN
  const [, sign = '', east, past] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? []
  const offset = sign === '' ? 0 : Number(`${sign}1`) * (Number(east) * 3_600 + Number(past) * 60)
  return start + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) - offset
}

/** Whether the text is a day of the calendar, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return text.length === 10 && !Number.isNaN(momentOf(text))
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Days from 1970-01-01 to the day, by the Gregorian calendar with years that begin in March. */
function daysUntil(year: number, month: number, day: number): number {
  const marched = month <= 2 ? year - 1 : year
  const leaps = Math.floor(marched / 4) - Math.floor(marched / 100) + Math.floor(marched / 400)
  return marched * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1 - 719_468
}
