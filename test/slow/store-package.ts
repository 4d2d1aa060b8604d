import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t from 'tap'
import { faultsOf, zipped, type Part } from '#src/manifest/store-package.ts'
import { lacuna } from '#test/fixtures/command.ts'

const part = (path: string, text: string): Part => ({ path, bytes: Buffer.from(text) })
const agent = part('LacunaAgent/AgentManifest.yaml', readFileSync('manifest/store/LacunaAgent/AgentManifest.yaml', 'utf8'))
const head = part('PackageManifest.yaml', readFileSync('manifest/store/PackageManifest.yaml', 'utf8'))
const document = part('LacunaAgent/openapispec_1.yaml', readFileSync('openapi/skills.yaml', 'utf8'))
const whole = [agent, head, document]
const changed = ({ path, bytes }: Part, old: string, text: string): Part => part(path, Buffer.from(bytes).toString().replace(old, () => text))

t.test('the package is what the Store lays down, and the same parts give the same bytes', t => {
  t.same(faultsOf(zipped(whole)), [])
  t.strictSame(Buffer.from(zipped(whole)), Buffer.from(zipped([document, head, agent])))
  t.strictSame(Buffer.from(unzipSync(zipped(whole))[head.path] ?? []), head.bytes)
  t.end()
})

const broken: readonly { readonly what: string, readonly parts: readonly Part[], readonly says: RegExp }[] = [
  { what: 'no manifest', parts: [agent, document], says: /PackageManifest.yaml` is missing/ },
  { what: 'an id with a space', parts: [agent, document, changed(head, 'LacunaAgent', 'Lacuna Agent')], says: /manifest\/0\/id/ },
  { what: 'another type', parts: [agent, document, changed(head, 'CopilotAgent', 'Plugin')], says: /manifest\/0\/type/ },
  { what: 'another version', parts: [agent, document, changed(head, '1.0.0', '2.0.0')], says: /schema\/version/ },
  { what: 'no agent', parts: [head, document], says: /AgentManifest.yaml` is missing/ },
  { what: 'a hidden file', parts: [...whole, part('.DS_Store', '')], says: /hidden/ },
  { what: 'a stray folder', parts: [...whole, part('Other/AgentManifest.yaml', '')], says: /in no entry/ },
  { what: 'a stray file', parts: [...whole, part('LacunaAgent/notes.txt', '')], says: /no file that a package has/ },
  { what: 'no OpenAPI document', parts: [agent, head], says: /cannot be seen in these files/ },
  { what: 'a product\'s name', parts: [head, document, changed(agent, 'DisplayName: Lacuna Access Gap Agent', 'DisplayName: Entra gaps')], says: /rejects `Entra`/ },
  { what: 'the publisher Custom', parts: [head, document, changed(agent, 'Publisher: Lacuna', 'Publisher: Custom')], says: /Publisher/ },
  { what: 'a setting that is no input', parts: [head, document, changed(agent, 'Settings:\n      - Name: MonitoredObjects', 'Settings:\n      - Name: Monitored')], says: /no input of the skill/ }
]
for (const { what, parts, says } of broken) {
  t.test(`a package with ${what} is refused`, t => {
    t.match(faultsOf(zipped(parts)).join('\n'), says)
    t.end()
  })
}

t.test('the command packs what was written, and says what is still to be filled in', async t => {
  const out = join(t.testdir(), 'out.zip')
  t.match(await lacuna(['package', out]), { code: 0, complaints: /ids are still to be filled in[^]*packed 3 files/ })
  t.same(Object.keys(unzipSync(readFileSync(out))), [agent.path, document.path, head.path])
  t.match(await lacuna(['package', out, '--from', t.testdirName]), { code: 2, complaints: /holds no package \(ENOENT\); run `npm run build:files`/ })
  t.match(await lacuna(['package']), { code: 2, complaints: /give one `OUT.zip`/ })
  t.ok(existsSync(out) && readdirSync('manifest/store').length === 2)
})
