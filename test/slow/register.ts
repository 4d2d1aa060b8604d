import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'

const tenant = '11111111-2222-4333-8444-555555555555'
const ids = { Lacuna: 'aaaaaaaa-0000-4000-8000-000000000001', 'Lacuna for Security Copilot': 'aaaaaaaa-0000-4000-8000-000000000002' }

/** Answers as Azure CLI would in a tenant that `has` these registrations, and keeps what it was asked. */
function stub(log: string, has: readonly string[], signedIn: boolean): string {
  return `#!${process.execPath}
const { appendFileSync } = require('node:fs')
const args = process.argv.slice(2)
appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n')
const ids = ${JSON.stringify(ids)}
const after = name => args[args.indexOf(name) + 1]
const command = args.slice(0, args.findIndex(one => one.startsWith('--'))).join(' ')
const named = /'(.*)'/.exec(after('--filter') ?? '')?.[1]
const answers = {
  'account show': () => ${signedIn} ? ${JSON.stringify(tenant)} : process.exit(1),
  'ad app list': () => ${JSON.stringify(has)}.includes(named) ? ids[named] : '',
  'ad app create': () => ids[after('--display-name')],
  'ad sp show': () => args.includes('--query') ? (args.some(one => one.includes('LicenseAssignment')) ? '' : 'permission of ' + /'(.*)'/.exec(after('--query'))[1]) : process.exit(3),
  'ad app credential reset': () => 'secret of ' + after('--id'),
  'ad app permission admin-consent': () => after('--id') === ids.Lacuna ? '' : process.exit(1)
}
const answer = answers[command]?.() ?? ''
if (answer !== '' && after('--output') !== 'none') process.stdout.write(answer + '\\n')
`
}

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly asked: readonly (readonly string[])[]
}

function ran(t: Test, args: readonly string[], { has = [], signedIn = true }: { has?: readonly string[], signedIn?: boolean } = {}): Ran {
  const folder = t.testdir({})
  const log = join(folder, 'log')
  const bin = t.testdir({ az: stub(log, has, signedIn), 'package.json': '{ "type": "commonjs" }' })
  chmodSync(join(bin, 'az'), 0o755)
  const { status, stdout, stderr } = spawnSync('sh', ['manifest/register.sh', ...args], { encoding: 'utf8', env: { PATH: `${bin}:/usr/bin:/bin` } })
  const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map((line): string[] => JSON.parse(line)) : []
  return { status, stdout, stderr, asked }
}

const asking = ({ asked }: Ran, command: string): string[][] => asked.filter(args => args.join(' ').startsWith(command)).map(args => [...args])
const after = (args: readonly string[] | undefined, name: string): string => args?.[args.indexOf(name) + 1] ?? ''

const first = ran(t, ['https://lacuna.contoso.com'])

t.test('it registers the API and Security Copilot, and prints what to do next', t => {
  t.equal(first.status, 0, first.stderr)
  t.match(first.stdout, new RegExp(`CLIENT_ID=${ids.Lacuna}\n {2}CLIENT_SECRET=secret of ${ids.Lacuna}\n`))
  t.match(first.stdout, `npm run build:files -- --public-url https://lacuna.contoso.com --tenant ${tenant} --api ${ids.Lacuna} --client ${ids['Lacuna for Security Copilot']}`)
  t.match(first.stdout, `asks for the client secret:\n  secret of ${ids['Lacuna for Security Copilot']}`)
  t.match(first.stderr, /Graph has no delegated permission LicenseAssignment\.Read\.All: left out/)
  t.match(first.stderr, /consent to aaaaaaaa-0000-4000-8000-000000000002 was not given: wait a minute/)
  t.end()
})

t.test('the API is registered as the service needs it', t => {
  const [patch] = asking(first, 'rest')
  const body = JSON.parse(after(patch, '--body'))
  t.match(after(patch, '--uri'), `applications(appId='${ids.Lacuna}')`)
  t.match(body, {
    identifierUris: [`api://${ids.Lacuna}`], groupMembershipClaims: 'DirectoryRole', optionalClaims: { accessToken: [{ name: 'idtyp' }, { name: 'acct' }, { name: 'xms_cc' }] },
    api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [{ value: 'Lacuna.Read', type: 'User' }, { value: 'Lacuna.Propose' }, { value: 'Lacuna.Decide', type: 'Admin' }] },
    appRoles: [{ value: 'Coverage.Read' }, { value: 'Drafts.Write' }, { value: 'Changes.Submit' }]
  })
  const all: { id: string }[] = [...body.api.oauth2PermissionScopes, ...body.appRoles]
  t.equal(new Set(all.map(({ id }) => id)).size, 6)
  t.end()
})

t.test('Security Copilot may read and propose, and comes back to its own address; deciding it cannot ask for', t => {
  const copilot = ids['Lacuna for Security Copilot']
  const body = JSON.parse(after(asking(first, 'rest')[0], '--body'))
  const idOf = (value: string): string => body.api.oauth2PermissionScopes.find((one: { value: string }) => one.value === value).id
  const granted = asking(first, 'ad app permission add').filter(args => after(args, '--id') === copilot)
  t.same(granted.map(args => args.filter(one => one.endsWith('=Scope'))), [[`${idOf('Lacuna.Read')}=Scope`, `${idOf('Lacuna.Propose')}=Scope`]])
  t.match(asking(first, 'ad app update'), [[/^ad$/, /^app$/, /^update$/, '--id', copilot, '--web-redirect-uris', 'https://securitycopilot.microsoft.com/auth/v1/callback']])
  t.end()
})

t.test('it asks for every delegated permission that the README names, and for no other', t => {
  const readme = /these \*\*delegated\*\* Graph permissions[^]*?; for changes of groups only/.exec(readFileSync('README.md', 'utf8'))?.[0] ?? ''
  const named = [...readme.matchAll(/`([A-Z]\w+(?:\.\w+)+)`/g)].map(match => match[1])
  const asked = asking(first, 'ad sp show').flatMap(args => /value=='(.*)'/.exec(after(args, '--query'))?.[1] ?? [])
  t.ok(named.length > 10)
  t.same([...asked].sort(), [...named].sort())
  t.end()
})

t.test('a second run makes no second registration', t => {
  t.equal(asking(first, 'ad app create').length, 2)
  const again = ran(t, ['https://lacuna.contoso.com'], { has: Object.keys(ids) })
  t.equal(again.status, 0)
  t.equal(asking(again, 'ad app create').length, 0)
  t.ok(asking(again, 'ad app credential reset').every(args => args.includes('--append')), 'older secrets stay')
  t.end()
})

t.test('without an address, or without a sign-in, it changes nothing and says what to do', t => {
  t.match(ran(t, []), { status: 2, stderr: /give the https address/, asked: [] })
  t.match(ran(t, ['http://lacuna.contoso.com']), { status: 2, asked: [] })
  const signedOut = ran(t, ['https://lacuna.contoso.com'], { signedIn: false })
  t.match(signedOut, { status: 2, stderr: /sign in first: az login/ })
  t.equal(signedOut.asked.length, 1)
  t.end()
})
