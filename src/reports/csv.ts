import type { Member } from '#src/advisor/members.ts'

const columns = ['requirement', 'userId', 'userPrincipalName', 'displayName', 'state', 'conditions'] as const
const stateWords: Readonly<Record<Member['state'], string>> = { notCovered: 'not covered', coveredExcept: 'covered except' }

/** A byte order mark, so that spreadsheets read UTF-8, and the names of the columns. */
export const csvHead = `\uFEFF${csvLine(columns)}`

/** One user in a gap as a line. */
export function memberLine({ requirement, id, userPrincipalName, displayName, state, when }: Member): string {
  return csvLine([requirement, id, userPrincipalName, displayName, stateWords[state], when.join('; or ')])
}

/** A record by RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, inside the quotes. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(field).join(',')}\r\n`
}

function field(text: string): string {
  if (/^[=+\-@\t\r]/.test(text)) return `"'${text.replaceAll('"', '""')}"`
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
