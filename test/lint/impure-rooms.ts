import { test } from 'tap'
import { broken } from '#test/fixtures/planted.ts'

const pure = ['src/domain', 'src/tenant', 'src/engine', 'src/engine/conditions', 'src/requirements', 'src/advisor', 'src/reports', 'src/manifest']

/** What a pure room may not touch: the clock, chance, the network, the process. */
const impure = [
  'Date.now()', 'new Date()', 'performance.now()', 'setTimeout(() => {}, 1)', 'setInterval(() => {}, 1)', 'setImmediate(() => {})', 'queueMicrotask(() => {})',
  'Math.random()', 'crypto.randomUUID()', "fetch('https://example.com')", "new WebSocket('wss://example.com')", "new EventSource('https://example.com')",
  'process.argv', 'process.env', 'globalThis.fetch', 'global.fetch', 'console.log(1)'
]

const rules = ['no-restricted-globals', 'no-restricted-properties']
const text = impure.map((expression, line) => `export const a${line} = ${expression}\n`).join('')
const places = (paths: readonly string[]): string[] => paths.flatMap(path => impure.map((_, line) => `${path}:${line + 1}`)).sort()

void test('a pure room has no clock, no chance, no network and no process', async t => {
  const paths = [...pure.map(folder => `${folder}/a.ts`), 'src/changes/decide.ts']
  t.strictSame(await broken(t, Object.fromEntries(paths.map(path => [path, text])), rules), places(paths))
})

void test('a pure room imports no module that brings them', async t => {
  const modules = ['node:fs', 'node:fs/promises', 'node:http', 'node:net', 'node:process', 'node:timers', 'node:worker_threads', 'node:child_process', 'fs', 'undici']
  const imports = modules.map(name => `import '${name}'\n`).join('')
  const files = Object.fromEntries(pure.map(folder => [`${folder}/a.ts`, imports]))
  t.strictSame(await broken(t, files, ['no-restricted-imports']), Object.keys(files).flatMap(path => modules.map((_, line) => `${path}:${line + 1}`)).sort())
})

void test('the other rooms may ask what time it is', async t => {
  const paths = ['src/graph/a.ts', 'src/store/a.ts', 'src/runs/a.ts', 'src/http/a.ts', 'src/changes/a.ts']
  t.strictSame(await broken(t, Object.fromEntries(paths.map(path => [path, 'export const a = Date.now()\n'])), rules), [])
})

void test('only one file reads the environment', async t => {
  const planted = Object.fromEntries(['src/config.ts', 'src/main.ts', 'src/http/a.ts', 'src/cli/a.ts'].map(path => [path, 'export const a = process.env.HOME\n']))
  t.strictSame(await broken(t, planted, ['no-process-env']), ['src/cli/a.ts:1', 'src/http/a.ts:1', 'src/main.ts:1'])
})

void test('files, functions and lists of parameters have their limits; types are not set aside', async t => {
  const body = (lines: number): string => `export function a() {\n${'  a()\n'.repeat(lines - 2)}}\n`
  const planted = {
    'src/engine/long-function.ts': body(61), 'src/engine/function.ts': body(60), 'src/engine/long-file.ts': 'export {}\n'.repeat(301), 'src/engine/parameters.ts': 'export function a(b, c, d, e, f) {}\n',
    'src/engine/any.ts': 'export const a: any = 1\n', 'src/engine/cast.ts': 'export const a = 1 as number\n', 'src/engine/bang.ts': 'export const a = [1][0]!\n',
    'src/engine/ignored.ts': '// @ts-ignore\nexport const a = 1\n', 'src/engine/default.ts': 'export default 1\n', 'src/engine/namespace.ts': 'namespace A { export const b = 1 }\n'
  }
  const found = await broken(t, planted, ['max-lines-per-function', 'max-lines', 'max-params', 'no-explicit-any', 'consistent-type-assertions', 'no-non-null-assertion',
    'ban-ts-comment', 'no-default-export', 'no-namespace'])
  t.strictSame(found.map(place => place.split(':')[0]).sort(), Object.keys(planted).filter(path => path !== 'src/engine/function.ts').sort())
})
