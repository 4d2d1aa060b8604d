import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { administratorRoles } from '#src/requirements/sources.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { allButEmergency, everyone, lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

function suggested(file: Body, kind: Suggestion['kind']): Suggestion[] {
  return analyseTenant(tenantOf(file)).analysis.suggestions.filter(one => one.kind === kind)
}

const mfa = policyOf('mfa', { users: allButEmergency })
const exceptCleo = policyOf('mfa', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo] } })
const group = (changed: Body): Body => ({ groups: smallTenant.groups.map(one => one.id === ids.excluded ? { ...one, ...changed } : one) })
const exceptGroup = (id: string, grant = ['mfa']): Body => policyOf(id, { users: { ...allButEmergency, excludeGroups: [ids.excluded] }, grant })
const roles = { roleDefinitions: administratorRoles.map(id => ({ id, templateId: id, displayName: id, isBuiltIn: true })) }
const wanted = (users: Body): Body => lanternFile([policyOf('p', { users })], roles)

interface Case {
  readonly kind: Suggestion['kind']
  readonly id: string
  readonly here: Readonly<Record<string, Body>>
  readonly notHere: Readonly<Record<string, Body>>
  readonly says: RegExp
  readonly does: readonly string[]
}

const cases: readonly Case[] = [
  {
    kind: 'extendPolicy', id: 'mfa-all-users:extendPolicy', says: /^extend `mfa`: /, does: ['create', 'patch', 'delete'],
    here: {
      'an exclusion makes the gap': lanternFile([exceptCleo]), 'a group that is excluded makes the gap': lanternFile([exceptGroup('mfa')]),
      'an application is excluded': lanternFile([policyOf('mfa', { users: allButEmergency, apps: { includeApplications: ['All'], excludeApplications: [ids.mail] } })]),
      'a platform is excluded': lanternFile([policyOf('mfa', { users: allButEmergency, when: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } })]),
      'a client type is left out': lanternFile([policyOf('mfa', { users: allButEmergency, when: { clientAppTypes: ['browser'] } })])
    },
    notHere: {
      'the policy asks for something else, too': lanternFile([{ ...exceptCleo, grantControls: { operator: 'AND', builtInControls: ['mfa', 'compliantDevice'] } }]),
      'the policy blocks': lanternFile([policyOf('mfa', { users: { includeUsers: [ids.ada] }, grant: ['block'] })]), 'the policy is report-only': lanternFile([{ ...exceptCleo, state: reportOnly }]),
      'more people would be reached than the gap holds': lanternFile([mfa, policyOf('other', { users: { includeUsers: [ids.cleo] }, apps: { includeApplications: [ids.mail] } })]),
      'a direction wants the account out': lanternFile([exceptCleo], { settings: { ...smallTenant.settings, directions: [{ do: 'exclude', objects: [{ kind: 'user', id: ids.cleo }], requirements: null }] } })
    }
  },
  {
    kind: 'enforcePolicy', id: 'p:enforcePolicy', says: /^turn on report-only `p`/, does: ['enable'],
    here: { 'it closes a gap': lanternFile([policyOf('p', { users: allButEmergency, state: reportOnly })]), 'it is ready': lanternFile([mfa, policyOf('p', { users: { includeUsers: [ids.cleo] }, grant: ['compliantDevice'], state: reportOnly })]) },
    notHere: {
      'it is enforced': lanternFile([policyOf('p', { users: allButEmergency })]), 'it would change nothing': lanternFile([mfa, policyOf('p', { users: { includeUsers: [ids.cleo] }, state: reportOnly })]),
      'it would lock the administrators out': lanternFile([mfa, policyOf('p', { users: allButEmergency, grant: ['block'], state: reportOnly })]),
      'Microsoft manages it': lanternFile([{ ...policyOf('p', { users: allButEmergency, state: reportOnly }), displayName: 'Microsoft-managed: MFA' }])
    }
  },
  {
    kind: 'reviewManaged', id: 'p:reviewManaged', says: /^turn on report-only `Microsoft-managed: MFA`, which Microsoft manages/, does: ['enable'],
    here: { 'it is report-only': lanternFile([{ ...policyOf('p', { users: allButEmergency, state: reportOnly }), displayName: 'Microsoft-managed: MFA' }]) },
    notHere: { 'it is on': lanternFile([{ ...mfa, displayName: 'Microsoft-managed: MFA' }]), 'it has another name': lanternFile([{ ...mfa, state: reportOnly }]) }
  },
  {
    kind: 'removePolicy', id: 'p:removePolicy', says: /^turn off, then delete `p`: /, does: ['disable', 'delete'],
    here: {
      'another demands as much': lanternFile([mfa, policyOf('p', { users: { includeUsers: [ids.cleo] } })]), 'it demands nothing': lanternFile([mfa, policyOf('p', { users: allButEmergency, grant: [] })]),
      'another blocks all that it reaches': lanternFile([mfa, policyOf('q', { users: { includeUsers: [ids.cleo] }, grant: ['block'] }), policyOf('p', { users: { includeUsers: [ids.cleo] }, grant: ['compliantDevice'] })])
    },
    notHere: { 'it alone asks for something': lanternFile([mfa, policyOf('p', { users: { includeUsers: [ids.cleo] }, grant: ['compliantDevice'] })]), 'the other is report-only': lanternFile([{ ...mfa, state: reportOnly }, policyOf('p', { users: { includeUsers: [ids.cleo] } })]) }
  },
  {
    kind: 'mergePolicies', id: 'p+q:mergePolicies', says: /^replace 2 policies, `p` and `q`, by one: proven/, does: ['create', 'enable', 'disable', 'disable', 'delete', 'delete'],
    here: { 'they ask the same at different applications': lanternFile([policyOf('p', { users: allButEmergency, apps: { includeApplications: [ids.mail] }, grant: ['compliantDevice'] }), policyOf('q', { users: allButEmergency, apps: { includeApplications: [ids.wiki] }, grant: ['compliantDevice'] })]) },
    notHere: { 'one of them holds the other': lanternFile([policyOf('p', { users: allButEmergency }), policyOf('q', { users: { includeUsers: [ids.cleo] } })]) }
  },
  {
    kind: 'repairReference', id: 'p:repairReference', says: /^take out of `p` what the tenant does not hold: /, does: ['patch'],
    here: { 'a user is gone': wanted({ ...allButEmergency, excludeUsers: [ids.emergency, 'gone'] }), 'a group is gone': wanted({ includeUsers: ['All'], excludeUsers: [ids.emergency], excludeGroups: ['gone'] }), 'a role is gone': wanted({ ...allButEmergency, excludeRoles: ['gone'] }) },
    notHere: { 'all is there': wanted({ ...allButEmergency, excludeGroups: [ids.excluded] }), 'the users were not read': { ...wanted({ ...allButEmergency, excludeUsers: ['gone'] }), users: undefined }, 'few roles were read': lanternFile([policyOf('p', { users: { ...allButEmergency, excludeRoles: ['gone'] } })]) }
  },
  {
    kind: 'excludeEmergency', id: 'p:excludeEmergency', says: /^exclude the declared emergency accounts from `p`, which is enforced and reaches one of them/, does: ['patch'],
    here: { 'it asks them for more': lanternFile([policyOf('p', { users: everyone })]), 'it blocks them': lanternFile([mfa, policyOf('p', { grant: ['block'], apps: { includeApplications: [ids.mail] } })]) },
    notHere: { 'they are excluded': lanternFile([policyOf('p', { users: allButEmergency })]), 'it is report-only': lanternFile([policyOf('p', { state: reportOnly })]), 'none is declared': lanternFile([policyOf('p')], { settings: {} }), 'it limits sessions only': lanternFile([policyOf('p', { grant: [], session: { persistentBrowser: { isEnabled: true, mode: 'never' } } })]) }
  },
  {
    kind: 'reduceExclusions', id: 'p:reduceExclusions', says: /nothing compensates for 1 that it leaves out, most of them through `MFA exceptions` > `Contractors`$/, does: ['advice'],
    here: { 'a nested group leaves somebody open': lanternFile([mfa, exceptGroup('p', ['compliantDevice', 'passwordChange'])]) },
    notHere: { 'another policy makes up': lanternFile([mfa, exceptGroup('p')]), 'nobody is excluded': lanternFile([mfa]) }
  },
  {
    kind: 'splitExclusion', id: `${ids.excluded}:splitExclusion`, says: /^`MFA exceptions` is excluded from 2 policies that ask for different things: `compliantDevice` and `mfa`/, does: ['advice', 'advice'],
    here: { 'it is excluded from two purposes': lanternFile([exceptGroup('p'), exceptGroup('q', ['compliantDevice'])]) },
    notHere: { 'the policies have one purpose': lanternFile([exceptGroup('p'), exceptGroup('q')]), 'the group is of emergency accounts': lanternFile([exceptGroup('p'), exceptGroup('q', ['compliantDevice'])], { settings: { emergencyAccess: { groups: [ids.excluded] } } }) }
  },
  {
    kind: 'protectGroup', id: `${ids.excluded}:protectGroup`, says: /can change the members of `MFA exceptions`: joining it leaves the person out of `p`$/, does: ['advice'],
    here: { 'it has an owner': lanternFile([exceptGroup('p')], group({ owners: [ids.cleo] })), 'a rule fills it': lanternFile([exceptGroup('p')], group({ membershipRule: 'user.department -eq "A"' })) },
    notHere: {
      'it has no owners and no rule': lanternFile([exceptGroup('p')], group({ owners: [] })), 'it is role-assignable': lanternFile([exceptGroup('p')], group({ owners: [ids.cleo], isAssignableToRole: true })),
      'its management is restricted': lanternFile([exceptGroup('p')], group({ owners: [ids.cleo], isManagementRestricted: true })), 'no enforced policy names it': lanternFile([{ ...exceptGroup('p'), state: reportOnly }], group({ owners: [ids.cleo] }))
    }
  },
  {
    kind: 'renamePolicy', id: 'p:renamePolicy', says: /^rename `p` to `CA001 p`/, does: ['patch'],
    here: { 'the name does not follow the convention': lanternFile([policyOf('p', { users: allButEmergency })], { settings: { ...smallTenant.settings, namingConvention: 'CA{number} {title}' } }) },
    notHere: {
      'it does': lanternFile([{ ...policyOf('p', { users: allButEmergency }), displayName: 'CA007 p' }], { settings: { ...smallTenant.settings, namingConvention: 'CA{number} {title}' } }),
      'there is none': lanternFile([policyOf('p', { users: allButEmergency })])
    }
  },
  {
    kind: 'replaceSecurityDefaults', id: 'tenant:replaceSecurityDefaults', says: /^security defaults are on, so no policy runs; replace them by /, does: ['create', 'create', 'create', 'settings', 'enable', 'enable', 'enable'],
    here: { 'they are on': lanternFile([], { securityDefaults: { isEnabled: true } }) }, notHere: { 'they are off': lanternFile([]), 'they were not read': lanternFile([], { securityDefaults: undefined }) }
  }
]

for (const { kind, id, here, notHere, says, does } of cases) {
  for (const [when, file] of Object.entries(here)) {
    test(`${kind} is suggested where ${when}`, t => {
      const [one, ...more] = suggested(file, kind).filter(found => found.id === id)
      t.strictSame(more, [])
      t.match(one?.summary ?? suggested(file, kind).map(found => found.id).join(), says)
      t.strictSame(one?.steps.map(step => step.do), does)
      t.end()
    })
  }
  for (const [when, file] of Object.entries(notHere)) {
    test(`${kind} is not suggested where ${when}`, t => {
      t.strictSame(suggested(file, kind).filter(found => found.id === id), [])
      t.end()
    })
  }
}

test('the policy that needs the fewest changes is extended, and the others are told', t => {
  const wider = policyOf('a', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo] }, when: { platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] } } })
  const [one] = suggested(lanternFile([wider, policyOf('b', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo] } })]), 'extendPolicy').filter(({ requirement }) => requirement === 'mfa-all-users')
  t.strictSame(one?.policies, ['b'])
  t.match(one?.why, /^`b` is enforced and already asks for the same and nothing else; it needs 1 change of its assignments, 0 people beyond the gap; `a` would need 4 changes/)
  t.end()
})

test('an extension names the people whom the exclusion left out, by path, and that nothing compensates', t => {
  const [one] = suggested(lanternFile([exceptGroup('mfa')]), 'extendPolicy').filter(({ requirement }) => requirement === 'mfa-all-users')
  t.ok(one?.reasons.some(reason => /^excluded through `MFA exceptions` > `Contractors`: Ben Both <.*>; nothing compensates$/.test(reason)), one?.reasons.join('\n') ?? 'none')
  t.end()
})

test('what is both needless and part of a possible merge is suggested once', t => {
  const file = lanternFile([policyOf('p', { users: allButEmergency, apps: { includeApplications: [ids.mail] } }), policyOf('q', { users: allButEmergency, apps: { includeApplications: [ids.mail] } }), mfa])
  const changed = analyseTenant(tenantOf(file)).analysis.suggestions.flatMap(({ steps }) => steps.flatMap(step => step.do === 'delete' ? step.policy ?? [] : []))
  t.strictSame(changed, [...new Set(changed)])
  t.ok(changed.includes('p') && changed.includes('q') && !changed.includes('mfa'))
  t.end()
})

test('two policies that make each other needless are not both removed', t => {
  t.equal(suggested(lanternFile([policyOf('p', { users: allButEmergency }), policyOf('q', { users: allButEmergency })]), 'removePolicy').length, 1)
  t.end()
})

test('what a repair would leave open is advice', t => {
  const [one] = suggested(lanternFile([policyOf('p', { users: { includeGroups: ['gone', ids.nested] } })]), 'repairReference')
  t.strictSame(one?.steps.map(step => step.do), ['advice'])
  t.end()
})
