import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { enforced, ids, readTenant } from '#test/fixtures/empty-tenant.ts'

function judged(id: string, changes: object | null, settings: object = {}): Coverage {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
  const template = changes === null ? [] : [{ ...enforced(requirement), conditions: { ...requirement.template.conditions, ...changes } }]
  return coverage(compile(readTenant(template, { settings })), requirement)
}

const apps = (includeApplications: readonly string[], excludeApplications: readonly string[] = []): object => ({ applications: { includeApplications, excludeApplications } })

test('what is uncovered is in scope: the one application of Azure management', t => {
  t.match(judged('mfa-azure-management', null).uncoveredApps, { count: 1, appIds: [ids.azure], anyOther: false })
  t.end()
})

test('a requirement about a user action has no applications', t => {
  const { uncoveredApps, gaps } = judged('mfa-device-registration', null)
  t.match(uncoveredApps, { count: 0, appIds: [], anyOther: false })
  t.match(gaps[0]?.witness.signInContext, { userAction: 'registerOrJoinDevices' })
  t.end()
})

test('a group whose applications are declared is exactly those', t => {
  t.match(judged('mfa-admin-portals', null, { adminPortals: [ids.portal, 'foreign-portal'] }).uncoveredApps, { appIds: [ids.portal, 'foreign-portal'].sort(), anyOther: false })
  t.match(judged('app-enforced-restrictions', null, { office365: [ids.exchange] }).uncoveredApps, { appIds: [ids.exchange], anyOther: false })
  t.end()
})

test('a group that is declared to be empty has nothing to protect', t => {
  t.equal(judged('mfa-admin-portals', null, { adminPortals: [] }).status, 'met')
  t.end()
})

test('admin portals that nobody declared: some application is one, and which is not known', t => {
  const found = judged('mfa-admin-portals', null)
  t.equal(found.status, 'gap')
  t.match(found.uncoveredApps, { count: 0, appIds: [], anyOther: true })
  t.match(found.unknowns, [{ what: 'applications of the MicrosoftAdminPortals group', why: /declare `adminPortals`/ }])
  t.end()
})

const portals: readonly [string, object, Coverage['status']][] = [
  ['the keyword covers them, whichever they are', apps(['MicrosoftAdminPortals']), 'met'],
  ['so does every application', apps(['All']), 'met'],
  ['an application that may be one of them is not known to be all', apps([ids.portal]), 'unknown'],
  ['an application of this tenant is none of them', apps([ids.wiki]), 'gap'],
  ['another group may hold some of them', apps(['Office365']), 'unknown'],
  ['leaving out one that may be one leaves it open', apps(['MicrosoftAdminPortals'], [ids.portal]), 'unknown'],
  ['leaving out the group leaves it open which that is', apps(['All'], ['MicrosoftAdminPortals']), 'unknown']
]

for (const [name, conditions, status] of portals) {
  test(`admin portals that nobody declared: ${name}`, t => {
    t.equal(judged('mfa-admin-portals', conditions).status, status)
    t.end()
  })
}

test('leaving out the group is a gap where it is declared', t => {
  t.equal(judged('mfa-admin-portals', apps(['All'], ['MicrosoftAdminPortals']), { adminPortals: [ids.portal] }).status, 'gap')
  t.end()
})

test('of Office 365 the published applications count, and others of Microsoft may', t => {
  const found = judged('insider-risk', null)
  t.equal(found.status, 'gap')
  t.ok([ids.exchange, ids.sharePoint, ids.teams].filter(id => found.uncoveredApps.appIds.includes(id)).length > 0)
  t.notOk(found.uncoveredApps.appIds.includes(ids.wiki))
  t.notOk(found.uncoveredApps.anyOther)
  t.ok(found.possible.some(({ apps: perhaps }) => perhaps.appIds.includes(ids.portal) && perhaps.anyOther))
  t.end()
})
