import { join } from 'node:path'
import t from 'tap'
import type { AuditEntry } from '#src/domain/audit.ts'
import { chain, rehashed } from '#test/fixtures/trail.ts'
import { lacuna } from '#test/fixtures/command.ts'

const whole = chain(5)
const fifth = whole.at(-1)?.hash ?? ''

/** The trail with its third entry in another form. */
function third(changed: (entry: AuditEntry) => AuditEntry[]): AuditEntry[] {
  return whole.flatMap(entry => entry.sequence === 3 ? changed(entry) : [entry])
}

function file(entries: readonly unknown[]): string {
  return entries.map(entry => `${JSON.stringify(entry)}\n`).join('')
}

const folder = t.testdir({
  'trail.jsonl': file(whole),
  'changed.jsonl': file(third(entry => [{ ...entry, actor: 'somebody else' }])),
  'rehashed.jsonl': file(third(entry => [rehashed({ ...entry, actor: 'somebody else' })])),
  'gap.jsonl': file(third(() => [])),
  'short.jsonl': file(whole.slice(0, -1)),
  'cut.jsonl': file(whole).slice(0, -40),
  'tenant.json': '{"policies": []}',
  'empty.jsonl': ''
})
const at = (name: string): string => join(folder, name)

t.test('an intact export ends with 0, read from a file or from standard input, and against any head that was published', async t => {
  const intact = { entries: 5, head: fifth, broken: null }
  const read = await lacuna(['verify-audit', at('trail.jsonl')])
  t.match(read, { code: 0, complaints: 'intact: 5 entries\n' })
  t.strictSame(JSON.parse(read.output), intact)
  t.match(await lacuna(['verify-audit', '-', '--head', whole[2]?.hash ?? ''], file(whole)), { code: 0 })
  t.match(await lacuna(['verify-audit', at('short.jsonl')]), { code: 0 }, 'that the last entry is gone does not show by itself')
})

t.test('a broken export ends with 1 and names the entry', async t => {
  const broken: readonly { readonly name: string, readonly head?: string, readonly says: RegExp }[] = [
    { name: 'changed.jsonl', says: /broken at entry 3: its content was changed/ },
    { name: 'rehashed.jsonl', says: /broken at entry 4: it does not follow the entry before it/ },
    { name: 'gap.jsonl', says: /broken at entry 3: the entry is missing/ },
    { name: 'cut.jsonl', says: /broken at entry 5: it is no entry/ },
    { name: 'short.jsonl', head: fifth, says: /broken at entry 5: no entry before it has the published head/ }
  ]
  for (const { name, head, says } of broken) {
    t.match(await lacuna(['verify-audit', at(name), ...head === undefined ? [] : ['--head', head]]), { code: 1, complaints: says, output: /"broken":\{"sequence":/ }, name)
  }
})

t.test('what is no export ends with 2', async t => {
  t.match(await lacuna(['verify-audit', at('tenant.json')]), { code: 2, output: '', complaints: /its first line is no entry/ })
  t.match(await lacuna(['verify-audit', at('empty.jsonl')]), { code: 2, complaints: /holds no entry/ })
  t.match(await lacuna(['verify-audit', at('gone.jsonl')]), { code: 2, complaints: /cannot be read \(ENOENT\)/ })
  t.match(await lacuna(['verify-audit', at('trail.jsonl'), '--head', 'abc']), { code: 2, complaints: /64 hexadecimal digits/ })
})
