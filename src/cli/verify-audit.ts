import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import { AuditEntry, verifyChain } from '#src/domain/audit.ts'
import { argumentsOf, linesOf, pathOf, print, say, Unusable } from './terminal.ts'

/** `lacuna verify-audit`: 0 the exported trail is intact, 1 an entry does not fit (which one is told), 2 it is no export. */
export async function verifyAudit(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { head: { type: 'string' } })
  const published = values.head?.toLowerCase()
  if (published !== undefined && !/^[0-9a-f]{64}$/.test(published)) throw new Unusable('give `--head` a hash that was published: 64 hexadecimal digits')
  const source = pathOf(positionals, 'FILE')
  const check = await verifyChain(entriesOf(source), { sha256, ...published === undefined ? {} : { published } })
  if (check.entries === 0 && check.broken === null) throw new Unusable(`\`${source}\` is no export of an audit trail: it holds no entry`)
  await print(`${JSON.stringify(check)}\n`)
  say(check.broken === null ? `intact: ${check.entries} entries` : `broken at entry ${check.broken.sequence}: ${check.broken.reason}`)
  return check.broken === null ? 0 : 1
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Each line as it is, whether an entry or not; only the first must be one, or the file is something else. */
async function* entriesOf(source: string): AsyncIterable<unknown> {
  let isFirst = true
  for await (const line of linesOf(source)) {
    const entry = parsed(line)
    if (isFirst && !Value.Check(AuditEntry, entry)) throw new Unusable(`\`${source}\` is no export of an audit trail: its first line is no entry`)
    isFirst = false
    yield entry
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
