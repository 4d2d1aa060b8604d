import t from 'tap'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { Policy } from '#src/domain/policy.ts'
import { policyBody } from '#test/fixtures/export-files.ts'

function policyOf(more: object): Policy {
  const read = parsePolicy(policyBody('p', more))
  if ('reason' in read) throw new Error(read.reason)
  return read.policy
}

const everywhere = { clientAppTypes: ['all'], users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } }
const plain = policyOf({})
const nothing = { conditions: { ...everywhere, platforms: null, locations: null, devices: null, clientApplications: null, authenticationFlows: null } }

t.test('complex members that are null, missing or full of nulls mean the same', t => {
  t.same(policyOf(nothing), plain)
  t.same(policyOf({
    conditions: {
      ...everywhere, devices: { deviceFilter: { mode: null, rule: null } }, clientApplications: { servicePrincipalFilter: { mode: null, rule: null },
        includeServicePrincipals: [] },
      platforms: { includePlatforms: null, excludePlatforms: null }, signInRiskLevels: null
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'], termsOfUse: null, authenticationStrength: { id: null } },
      sessionControls: { signInFrequency: { isEnabled: null, value: null } }
  }), plain)
  t.end()
})

t.test('the shapes of v1.0 and of beta give the same policy', t => {
  const tenants = { '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants', membershipKind: 'all' }
  const users = { includeUsers: [], includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest,serviceProvider', externalTenants: tenants } }
  const applications = { includeApplications: ['All'] }
  const old = policyOf({ conditions: { users, applications, clientAppTypes: ['all'], userRiskLevels: [], signInRiskLevels: [] } })
  t.same(policyOf({ conditions: {
    users: { ...users, excludeUsers: [], includeRoles: [], excludeGuestsOrExternalUsers: null }, clientAppTypes: ['all'], userRiskLevels: [],
      signInRiskLevels: [], agentIdRiskLevels: null,
    applications: { ...applications, excludeApplications: [], includeAuthenticationContextClassReferences: [], applicationFilter: null },
      insiderRiskLevels: null, agents: null
  } }), old)
  t.match(old.conditions.users.includeGuestsOrExternalUsers, { externalTenants: { membershipKind: 'all' } })
  t.end()
})

t.test('controls that cannot be read satisfy nobody, and a control that is not known keeps its name', t => {
  t.same(policyOf({ grantControls: 'mfa' }).grantControls?.builtInControls, ['unreadable'])
  t.same(policyOf({ grantControls: { operator: 'OR', builtInControls: ['mfa', 'retinaScan'], novelty: ['x'] } }).grantControls?.builtInControls, ['mfa',
    'retinaScan', 'novelty'])
  t.match(policyOf({ sessionControls: { novelty: { isEnabled: true } } }).sessionControls, { novelty: { isEnabled: true } })
  t.end()
})

t.test('a session switch that cannot be read is off, whatever its letters it is read where it can be', t => {
  t.match(policyOf({ sessionControls: { secureSignInSession: { isEnabled: 'maybe' } } }).sessionControls, { secureSignInSession: { isEnabled: false } })
  t.match(policyOf({ SessionControls: { SignInFrequency: { IsEnabled: 'false', Value: '4' } }, sessionControls: null }).sessionControls,
    { signInFrequency: { isEnabled: false, value: 4 } })
  t.match(policyOf({ sessionControls: { signInFrequency: { value: 4, type: 'hours' } } }).sessionControls, { signInFrequency: { isEnabled: true, value: 4 } })
  t.end()
})

t.test('keywords and listed values are read in any letters, ids and rules as they are', t => {
  const { conditions } = policyOf({ conditions: {
    users: { includeUsers: ['ALL'], excludeGroups: ['MyGroup'] }, applications: { includeApplications: ['office365', 'aPP'] },
      platforms: { includePlatforms: ['Windows', 'ios'] },
    locations: { includeLocations: ['alltrusted'] }, clientAppTypes: ['Browser'], devices: { deviceFilter: { mode: 'exclude',
      rule: 'device.isCompliant -eq TRUE' } }
  } })
  t.match(conditions, {
    users: { includeUsers: ['All'], excludeGroups: ['MyGroup'] }, applications: { includeApplications: ['Office365', 'aPP'] },
      platforms: { includePlatforms: ['iOS', 'windows'] },
    locations: { includeLocations: ['AllTrusted'] }, clientAppTypes: ['browser'], devices: { deviceFilter: { rule: 'device.isCompliant -eq TRUE' } }
  })
  t.end()
})

t.test('what is no policy is refused with its reason', t => {
  for (const [raw, reason] of [[null, 'it is not an object'], [[], 'it is not an object'], [{ id: 'p' }, 'it has no `conditions`'], [{ conditions: {} },
    'it has no `id`'], [{ id: '', conditions: {} }, 'it has no `id`']] as const) {
    t.same(parsePolicy(raw), { reason })
  }
  t.end()
})
