import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const id = (digit: number): string => `${digit}1111111-2222-4333-8444-555555555555`

function built(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['src/build-files.ts', ...args], { encoding: 'utf8' })
  return { status, stderr }
}

t.test('everything is written for the address and the registrations that are given', t => {
  const out = t.testdir()
  const text = (path: string): string => readFileSync(join(out, path), 'utf8')
  t.match(built('--out', out, '--public-url', 'https://gaps.contoso.com/', '--tenant', id(1), '--api', id(2), '--client', id(3)), { status: 0 })
  t.match(text('openapi/skills.yaml'), /servers:\n {2}- url: https:\/\/gaps\.contoso\.com\n/)
  t.match(text('openapi/lacuna.yaml'), /servers:\n {2}- url: https:\/\/gaps\.contoso\.com\n/)
  t.match(text('manifest/plugin.yaml'), new RegExp(`api://${id(2)}/Lacuna.Read`))
  t.match(text('manifest/store/LacunaAgent/AgentManifest.yaml'), /https:\/\/gaps\.contoso\.com\/openapi\/skills\.yaml/)
  for (const path of ['manifest/agent.yaml', 'manifest/kql.yaml', 'manifest/promptbooks/monthly-evidence.md']) t.ok(existsSync(join(out, path)), path)
  t.notMatch(text('manifest/plugin.yaml') + text('manifest/store/LacunaAgent/AgentManifest.yaml'), /YOUR-|example\.com/)
  t.end()
})

t.test('an address that Security Copilot cannot reach is refused, with what to give', t => {
  for (const url of ['contoso', 'http://gaps.contoso.com', 'https://gaps.contoso.com/?a=1', 'https://localhost:8080', 'https://somebody@gaps.contoso.com']) {
    const out = t.testdirName
    t.match(built('--out', out, '--public-url', url), { status: 2, stderr: /give `--public-url` the https address/ }, url)
    t.notOk(existsSync(join(out, 'manifest')), 'nothing is written')
  }
  t.match(built('--tenant', 'contoso.com'), { status: 2, stderr: /is no id; give `--tenant`/ })
  t.end()
})
