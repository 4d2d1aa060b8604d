import { test } from 'tap'
import { broken } from '#test/fixtures/planted.ts'

/** The law: what each room may import of the others. `ports` is the one file of `skills` that others implement. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  tenant: ['domain'],
  engine: ['domain', 'tenant'],
  requirements: ['domain'],
  advisor: ['domain', 'tenant', 'engine', 'requirements'],
  reports: ['domain', 'advisor'],
  graph: ['domain', 'tenant'],
  store: ['domain', 'tenant'],
  changes: ['domain', 'store', 'skills/ports.ts'],
  runs: ['domain', 'tenant', 'engine', 'advisor', 'requirements', 'store', 'skills/ports.ts'],
  skills: ['domain', 'tenant', 'engine', 'requirements', 'advisor'],
  http: ['domain', 'skills', 'reports'],
  manifest: ['domain', 'skills'],
  cli: ['domain', 'tenant', 'engine', 'requirements', 'advisor', 'reports', 'manifest', 'simulator'],
  simulator: []
}

const rooms = Object.keys(mayImport)
const others = (room: string): string[] => rooms.filter(other => other !== room)
const forbidden = (room: string): string[] => others(room).filter(other => mayImport[room]?.includes(other) !== true)

type Form = (from: string, line: number) => string

/** How one file can reach another; each text is one line, with a name of its own: a file that does not parse is not linted. */
const forms: Readonly<Record<string, Form>> = {
  static: (from, line) => `import { a${line} } from '${from}'`,
  bare: from => `import '${from}'`,
  type: (from, line) => `import type { A${line} } from '${from}'`,
  reexport: (from, line) => `export { a${line} } from '${from}'`,
  everything: from => `export * from '${from}'`,
  dynamic: from => `await import('${from}')`,
  annotation: (from, line) => `let a${line}: import('${from}').A`
}

const importRules = ['no-restricted-imports', 'no-relative-parent-imports', 'consistent-type-imports']

const lines = (froms: readonly string[], form: Form): string => `${froms.map(form).join('\n')}\n`
const everyLine = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).flatMap(([path, text]) => text.trimEnd().split('\n').map((_, at) => `${path}:${at + 1}`)).sort()

const byForm = (path: (form: string) => string, froms: readonly string[]): [string, string][] =>
  Object.entries(forms).map(([name, form]) => [path(name), lines(froms, form)])

void test('no room reaches a room that it may not import, in whatever form', async t => {
  const texts = Object.fromEntries(rooms.flatMap(room => [
    ...byForm(form => `src/${room}/${form}.ts`, [...forbidden(room).map(other => `#src/${other}/x.ts`), '#src/main.ts', '#test/fixtures/x.ts']),
    ...byForm(form => `src/${room}/part/${form}.ts`, forbidden(room).map(other => `#src/${other}/part/x.ts`))
  ]))
  t.strictSame(await broken(t, texts, importRules), everyLine(texts))
})

void test('a relative import does not leave its room, not even for a room that may be imported', async t => {
  const texts = Object.fromEntries(rooms.flatMap(room => [
    ...byForm(form => `src/${room}/${form}.ts`, others(room).flatMap(other => [`../${other}/x.ts`, `./../${other}/x.ts`, `./part/../../${other}/x.ts`])),
    ...byForm(form => `src/${room}/part/${form}.ts`, others(room).flatMap(other => [`../../${other}/x.ts`, `../part/../../${other}/x.ts`]))
  ]))
  t.strictSame(await broken(t, texts, importRules), everyLine(texts))
})

void test('a room takes only the packages that it is given', async t => {
  const texts = Object.fromEntries(rooms.flatMap(room => byForm(form => `src/${room}/${form}.ts`,
    ['left-pad', ...(room === 'graph' ? [] : ['@azure/msal-node']), ...(room === 'store' ? [] : ['kysely', 'pg']), ...(room === 'engine' ? [] : ['ipaddr.js'])])))
  t.strictSame(await broken(t, texts, importRules), everyLine(texts))
})

void test('the decisions of a change know the vocabulary alone', async t => {
  const texts = { 'src/changes/decide.ts': lines(['#src/store/x.ts', '#src/skills/ports.ts', '#src/tenant/x.ts', 'typebox', 'node:crypto'], from => `import '${from}'`) }
  t.strictSame(await broken(t, texts, importRules), everyLine(texts))
})

void test('only the command line starts the simulator by importing it', async t => {
  const reaching = ['#src/simulator/x.ts', './simulator/x.ts', '#src/simulator/part/x.ts', '#test/fixtures/x.ts']
  const texts = {
    'src/main.ts': lines(reaching, from => `import '${from}'`), 'src/build-files.ts': lines(reaching, from => `import '${from}'`),
    'src/demo.ts': lines([...reaching, './main.ts', '#src/main.ts', '#src/store/x.ts'], from => `import '${from}'`),
    'src/config.ts': lines([...reaching, '#src/store/x.ts', './domain/x.ts'], from => `import '${from}'`)
  }
  t.strictSame(await broken(t, texts, importRules), everyLine(texts))
})

void test('what a room may import passes', async t => {
  const texts = Object.fromEntries(Object.entries(mayImport).flatMap(([room, allowed]) => {
    const inside = allowed.map(other => other.includes('.') ? `#src/${other}` : `#src/${other}/part/x.ts`)
    const used = { ...forms, annotation: () => '' }
    return Object.entries(used).flatMap(([name, form]) => [
      [`src/${room}/${name}.ts`, lines([...inside, './x.ts', './part/x.ts'], form)], [`src/${room}/part/${name}.ts`, lines([...inside, './x.ts', '../x.ts', '../other/x.ts'], form)]
    ])
  }))
  t.strictSame(await broken(t, { ...texts, 'src/main.ts': lines(rooms.filter(room => room !== 'simulator').map(room => `#src/${room}/x.ts`), from => `import '${from}'`) }, importRules), [])
})
