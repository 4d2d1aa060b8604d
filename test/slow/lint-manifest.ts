import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { lacuna } from '#test/fixtures/command.ts'
import { pluginFiles } from '#test/fixtures/plugin-files.ts'

const folder = t.testdir({ ...pluginFiles, 'broken.yaml': pluginFiles['plugin.yaml'].replace('shop.read offline', 'shop.read,offline'), 'notes.yaml': 'milk: 2\n', 'script.ts': 'const a = { b: 1 }\n}: ]\n' })
const at = (name: string): string => join(folder, name)
const clean = Object.keys(pluginFiles).map(at)

t.test('files that fit together end with 0', async t => {
  t.same(await lacuna(['lint-manifest', '--strict', ...clean]), { code: 0, output: '', complaints: 'clean: 5 files\n' })
})

t.test('a finding is one line with its place, ends with 1, and what it leads to is explained below', async t => {
  const { code, output, complaints } = await lacuna(['lint-manifest', at('broken.yaml'), at('openapi.yaml')])
  t.equal(code, 1)
  t.equal(output.split('\n')[0], `${at('broken.yaml')}:16:22: error scope-separator: \`Scopes\` are separated by spaces, not by commas [AADSTS650053]`)
  t.match(output, /AADSTS650053: AADSTS650053\n {2}means: .*\n {2}do: separate them by spaces/)
  t.equal(complaints, '1 finding in 1 of 2 files\n')
  t.match(JSON.parse((await lacuna(['lint-manifest', '--format', 'json', at('broken.yaml')])).output), [{ code: 'scope-separator', line: 16, column: 22 }])
})

t.test('a warning ends with 1 in strict mode only, and can be allowed', async t => {
  t.equal((await lacuna(['lint-manifest', at('agent.yaml')])).code, 0)
  t.match(await lacuna(['lint-manifest', '--strict', at('agent.yaml')]), { code: 1, output: /warning unknown-skillset/ })
  t.equal((await lacuna(['lint-manifest', '--strict', '--allow', 'Shop.ListOrders', at('agent.yaml')])).code, 0)
})

t.test('what cannot be read ends with 2', async t => {
  t.match(await lacuna(['lint-manifest', at('gone.yaml')]), { code: 2, complaints: /cannot be read \(ENOENT\)/ })
  t.match(await lacuna(['lint-manifest', at('notes.yaml')]), { code: 2, output: /is no plugin or agent manifest, OpenAPI document or promptbook/ })
  t.match(await lacuna(['lint-manifest', at('script.ts')]), { code: 2, output: /error no-yaml: / })
  t.match(await lacuna(['lint-manifest']), { code: 2, complaints: /give the files/ })
  t.match(await lacuna(['lint-manifest', '--format', 'xml', at('agent.yaml')]), { code: 2, complaints: /text or json/ })
})

t.test('an error is explained by its number or its words; without any, all are', async t => {
  t.match(await lacuna(['lint-manifest', '--explain', '2006']), { code: 0, output: /^2006: 2006 API skill load failed\n {2}means: .*stands twice/ })
  t.match(await lacuna(['lint-manifest', '--explain', 'check your plugins']), { code: 0, output: /^check-plugins: / })
  t.ok((await lacuna(['lint-manifest', '--explain'])).output.split('\n\n').length > 15)
  t.match(await lacuna(['lint-manifest', '--explain', 'no such thing']), { code: 2, complaints: /no known error/ })
})

t.test('our own files end with 0 in strict mode', async t => {
  const own = ['openapi/skills.yaml', ...readdirSync('manifest').filter(name => name.endsWith('.yaml')).map(name => `manifest/${name}`),
    ...readdirSync('manifest/promptbooks').filter(name => name.endsWith('.json')).map(name => `manifest/promptbooks/${name}`)]
  t.match(await lacuna(['lint-manifest', '--strict', ...own]), { code: 0, complaints: /^clean: \d\d files/ })
})
