import { oneOf, type Scanner } from './scanner.ts'
import { isDay } from '#src/domain/moment.ts'

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const month = oneOf(months)
const patterns = { iso: /\d{4}-\d{2}-\d{2}(?![\p{L}\p{N}_-])/uy, slashes: /\d{1,2}\/\d{1,2}\/\d{4}(?![\p{L}\p{N}_/-])/uy, day: /\d{1,2}(?:st|nd|rd|th)?(?![\p{L}\p{N}_/-])/iuy, comma: /,/y, year: /\d{4}(?![\p{L}\p{N}_/-])/uy }

/** Every reading of the date that stands there, as `YYYY-MM-DD`: day and month between slashes may be either way round. */
export function datesAt(scanner: Scanner): string[] {
  const start = scanner.at
  const found = [...new Set(written(scanner))].filter(isDay)
  if (found.length > 0) return found
  scanner.at = start
  return scanner.fail('a date such as 2027-01-31')
}

function written(scanner: Scanner): string[] {
  const iso = scanner.raw(patterns.iso)
  if (iso !== undefined) return [iso]
  const slashes = scanner.raw(patterns.slashes)
  if (slashes !== undefined) {
    const [first = '', second = '', year = ''] = slashes.split('/')
    return [dated(year, first, second), dated(year, second, first)]
  }
  const first = scanner.take(month)
  const day = scanner.raw(patterns.day)
  const named = first ?? scanner.take(month)
  scanner.raw(patterns.comma)
  const year = scanner.raw(patterns.year)
  return named === undefined || day === undefined || year === undefined ? [] : [dated(year, String(months.indexOf(named) + 1), String(Number.parseInt(day)))]
}

function dated(year: string, monthNumber: string, day: string): string {
  return `${year}-${monthNumber.padStart(2, '0')}-${day.padStart(2, '0')}`
}
