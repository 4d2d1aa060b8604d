import { membersOfGaps, type Member } from '#src/advisor/members.ts'

const columns = ['requirement', 'userId', 'userPrincipalName', 'displayName', 'state', 'conditions'] as const
const stateWords: Readonly<Record<Member['state'], string>> = { notCovered: 'not covered', coveredExcept: 'covered except' }

/** A byte order mark, so that spreadsheets read UTF-8, and the names of the columns. */
export const csvHead = `\uFEFF${csvLine(columns)}`

/** One user in a gap as a line. */
export function memberLine({ requirement, id, userPrincipalName, displayName, state, when }: Member): string {
  return csvLine([requirement, id, userPrincipalName, displayName, stateWords[state], when.join('; or ')])
}

/** Characters of lines that are given at once. */
const chunk = 64 * 1024

/** Members as a whole file, in pieces of some lines each; no more than one piece is ever held. */
export function* csvOf(members: Iterable<Member>): Generator<string> {
  let lines = csvHead
  for (const member of members) {
    lines += memberLine(member)
    if (lines.length < chunk) continue
    yield lines
    lines = ''
  }
  if (lines !== '') yield lines
}

/** Everybody in a gap of one requirement, as a file. */
export function membersCsv(...judged: Parameters<typeof membersOfGaps>): Generator<string> {
  return csvOf(membersOfGaps(...judged))
}

/** A record by RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, inside the quotes. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(field).join(',')}\r\n`
}

function field(text: string): string {
  if (/^[=+\-@\t\r]/.test(text)) return `"'${text.replaceAll('"', '""')}"`
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
