import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

const gone = 'b0000000-0000-4000-8000-00000000dead'
const allButGone = { includeUsers: ['All'], excludeUsers: [ids.emergency, gone] }

function analysed(file: Body): Analysis {
  return analyseTenant(tenantOf(file)).analysis
}

/** Every step that sends a whole body, but for what is deleted. */
function sent({ suggestions }: Analysis): string {
  return JSON.stringify(suggestions.flatMap(({ steps }) => steps).filter(({ do: what, policy }) => what === 'create' || what === 'patch' || (what === 'enable' && policy !== undefined)))
}

const cases: readonly { what: string, policies: readonly Body[], kind: string, says: RegExp }[] = [
  {
    what: 'an extension', kind: 'extendPolicy', says: /^change `p`: no longer exclude the user `Cleo Clerk` and take out what the tenant does not hold$/,
    policies: [policyOf('p', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo, gone] } })]
  },
  {
    what: 'turning on', kind: 'enforcePolicy', says: /^take out of it what the tenant does not hold and turn on `p`$/,
    policies: [policyOf('p', { users: allButGone, state: reportOnly })]
  },
  {
    what: 'excluding emergency accounts', kind: 'excludeEmergency', says: /^exclude the declared emergency accounts from `p`/,
    policies: [policyOf('p', { users: { includeUsers: ['All'], excludeUsers: [gone] } })]
  }
]

for (const { what, policies, kind, says } of cases) {
  test(`${what} sends nothing that names what the tenant does not hold, since Graph would refuse it`, t => {
    const analysis = analysed(lanternFile(policies))
    const steps = analysis.suggestions.filter(one => one.kind === kind).flatMap(one => one.steps)
    t.match(steps.find(step => step.policy === 'p')?.words, says)
    t.notOk(sent(analysis).includes(gone))
    t.end()
  })
}

test('what would be for nobody then is not turned on, and is a person\'s to decide', t => {
  const { suggestions } = analysed(lanternFile([policyOf('p', { users: { includeUsers: [gone] }, state: reportOnly })]))
  t.notOk(suggestions.some(({ kind }) => kind === 'enforcePolicy'))
  t.match(suggestions.find(({ kind }) => kind === 'repairReference')?.steps, [{ do: 'advice' }])
  t.end()
})

test('policies that are in need of a repair are not merged before it', t => {
  const on = (id: string, app: string, users: Body): Body => policyOf(id, { users, apps: { includeApplications: [app] }, grant: ['compliantDevice'] })
  const kindsOf = (users: Body): string[] => analysed(lanternFile([on('p', ids.mail, users), on('q', ids.wiki, users)])).suggestions.map(({ kind }) => kind)
  t.ok(kindsOf({ includeUsers: ['All'], excludeUsers: [ids.emergency] }).includes('mergePolicies'))
  t.notOk(kindsOf(allButGone).includes('mergePolicies'))
  t.end()
})

test('a declared emergency account that is gone is in no draft, and reported', t => {
  const analysis = analysed(lanternFile([], { settings: { emergencyAccess: { users: [ids.emergency, gone] } } }))
  t.ok(sent(analysis).includes(ids.emergency))
  t.notOk(sent(analysis).includes(gone))
  t.ok(analysis.findings.some(({ kind, summary }) => kind === 'emergencyAccount' && summary.includes(gone)))
  t.end()
})

const hidden = { collection: 'groups', id: gone, reason: 'Authorization_RequestDenied: no' }
const isStale: readonly [what: string, file: Body, expected: boolean][] = [
  ['a group that Graph does not know', lanternFile([policyOf('p', { users: { includeUsers: ['All'], excludeGroups: [gone] } })], { unread: [{ ...hidden, status: 404 }] }), true],
  ['a group that could not be read', lanternFile([policyOf('p', { users: { includeUsers: ['All'], excludeGroups: [gone] } })], { unread: [{ ...hidden, status: 403 }] }), false],
  ['every compliant network', lanternFile([policyOf('p', { when: { locations: { includeLocations: ['All'], excludeLocations: ['3d46dbda-8382-466a-856d-eb00cbc6b910'] } } })], { namedLocations: smallTenant.namedLocations }), false]
]

for (const [what, file, expected] of isStale) {
  test(`${what} is ${expected ? '' : 'not '}a stale reference`, t => {
    const { findings, suggestions } = analysed(file)
    t.equal(findings.some(({ kind }) => kind === 'staleReference'), expected)
    t.equal(suggestions.some(({ steps }) => steps.some(({ words }) => words.includes('the tenant does not hold'))), expected)
    t.end()
  })
}
