import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf, requirements } from '#src/requirements/all.ts'
import { objectIn } from '#src/tenant/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { emptyTenant, enforced, ids, workloads } from '#test/fixtures/empty-tenant.ts'
import { isWitness } from '#test/properties/draw/judge.ts'

type Change = (template: PolicyBody) => object

const conditions = (changed: object): Change => template => ({ conditions: { ...template.conditions, ...changed } })
const within = (member: string, changed: object): Change => template => conditions({ [member]: { ...objectIn(template.conditions, member), ...changed } })(template)
const grant = (builtInControls: readonly string[], operator = 'OR', rest: object = {}): Change => () => ({ grantControls: { operator, builtInControls, ...rest } })
const strength = (id: string, weakest: string): Change =>
  grant([], 'OR', { authenticationStrength: { id: `00000000-0000-0000-0000-00000000000${id}`, allowedCombinations: ['fido2', weakest] } })
const session = (sessionControls: object): Change => () => ({ grantControls: null, sessionControls })
const frequency = (value: number, type = 'hours', isEnabled = true): Change =>
  session({ signInFrequency: { isEnabled, value, type, frequencyInterval: 'timeBased', authenticationType: 'primaryAndSecondaryAuthentication' } })

/** What weakens any template that is about people. */
const forPeople: Readonly<Record<string, Change>> = {
  'in report-only mode': () => ({ state: 'enabledForReportingButNotEnforced' }), 'turned off': () => ({ state: 'disabled' }),
  'without a group': within('users', { excludeGroups: [ids.group] })
}
const forPlatforms: Readonly<Record<string, Change>> = {
  'on Windows only': conditions({ platforms: { includePlatforms: ['windows'], excludePlatforms: [] } })
}
const forPlaces: Readonly<Record<string, Change>> = {
  'away from the office only': conditions({ locations: { includeLocations: ['All'], excludeLocations: [ids.office] } })
}
const forClients: Readonly<Record<string, Change>> = {
  'in a browser only': conditions({ clientAppTypes: ['browser'] }), 'in applications only': conditions({ clientAppTypes: ['mobileAppsAndDesktopClients'] })
}
const forApps: Readonly<Record<string, Change>> = {
  'without one application': within('applications', { excludeApplications: [ids.wiki] }),
  'for one application': conditions({ applications: { includeApplications: [ids.wiki] } })
}
const forMfa: Readonly<Record<string, Change>> = {
  ...forPlatforms, ...forPlaces, ...forClients, 'with another way': grant(['mfa', 'compliantDevice']),
  'asking for a device': grant(['compliantDevice']), 'asking for nothing but terms': grant([], 'OR', { termsOfUse: ['terms'] })
}
const guestless: Change = within('users', { excludeUsers: ['GuestsOrExternalUsers'] })
const forWorkloads: Readonly<Record<string, Change>> = {
  'in report-only mode': () => ({ state: 'enabledForReportingButNotEnforced' }), 'turned off': () => ({ state: 'disabled' }), ...forApps, ...forPlaces
}

/** The weakenings of each requirement's template. */
const weakened: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  'mfa-all-users': {
    ...forMfa, ...forApps, 'without guests': guestless, 'for administrators': conditions({ users: { includeRoles: ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9'] } })
  },
  'mfa-admins': { ...forMfa, ...forApps, 'for one other role': conditions({ users: { includeRoles: ['62e90394-69f5-4237-9190-012177145e10'] } }) },
  'block-legacy-authentication': {
    ...forPlaces, ...forApps, 'for one protocol family': conditions({ clientAppTypes: ['other'] }), 'asking for an approved app': grant(['approvedApplication'])
  },
  'block-device-code-flow': {
    ...forPlatforms, ...forPlaces, ...forApps, 'asking for MFA': grant(['mfa']),
    'for another flow': conditions({ authenticationFlows: { transferMethods: 'authenticationTransfer' } })
  },
  'compliant-device-all-users': {
    ...forPlatforms, ...forPlaces, ...forClients, ...forApps, 'with MFA as another way': grant(['compliantDevice', 'domainJoinedDevice', 'mfa']),
    'asking for MFA': grant(['mfa'])
  },
  'risky-sign-ins': {
    ...forMfa, ...forApps, 'at high risk only': conditions({ signInRiskLevels: ['high'] }), 'at low risk only': conditions({ signInRiskLevels: ['low'] })
  },
  'risky-users': {
    ...forPlatforms, ...forApps, 'at medium risk only': conditions({ userRiskLevels: ['medium'] }), 'asking for MFA': grant(['mfa']),
    'with one of two': grant(['mfa', 'passwordChange'], 'OR')
  },
  'phishing-resistant-admins': {
    ...forPlaces, ...forApps, 'asking for MFA': grant(['mfa']), 'by any MFA strength': strength('2', 'password,softwareOath'),
    'by a passwordless strength': strength('3', 'deviceBasedPush')
  },
  'mfa-guests': {
    ...forMfa, ...forApps,
    'for one type of guest': conditions({ users: { includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'internalGuest', externalTenants: null } } })
  },
  'mfa-azure-management': {
    ...forMfa, 'without guests': guestless,
    'without the application': within('applications', { includeApplications: ['All'], excludeApplications: [ids.azure] }),
    'for another application': forApps['for one application'] ?? (() => ({}))
  },
  'mfa-admin-portals': {
    ...forMfa, 'for another application': forApps['for one application'] ?? (() => ({})), 'asking for a device': grant(['compliantDevice'])
  },
  'block-authentication-transfer': {
    ...forPlatforms, ...forPlaces, ...forApps, 'asking for MFA': grant(['mfa']),
    'for another flow': conditions({ authenticationFlows: { transferMethods: 'deviceCodeFlow' } })
  },
  'compliant-device-admins': {
    ...forPlatforms, ...forPlaces, ...forClients, ...forApps, 'with MFA as another way': grant(['compliantDevice', 'domainJoinedDevice', 'mfa'])
  },
  'app-protection-mobile': {
    ...forPlaces, ...forClients, ...forApps, 'on one platform': conditions({ platforms: { includePlatforms: ['iOS'], excludePlatforms: [] } }),
    'asking for MFA': grant(['mfa']), 'with MFA as another way': grant(['compliantApplication', 'mfa'])
  },
  'secure-security-info-registration': {
    ...forMfa, 'for another action': conditions({ applications: { includeUserActions: ['urn:user:registerdevice'] } }),
    'away from an untrusted location': conditions({ locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted', ids.office] } })
  },
  'mfa-device-registration': {
    'without guests': guestless, ...forPlatforms, ...forPlaces,
    'for another action': conditions({ applications: { includeUserActions: ['urn:user:registersecurityinfo'] } }),
    'asking for nothing but terms': grant([], 'OR', { termsOfUse: ['terms'] })
  },
  'block-unknown-platforms': {
    ...forPlaces, ...forApps,
    'for known platforms': conditions({ platforms: { includePlatforms: ['android', 'iOS', 'windows', 'macOS', 'linux'], excludePlatforms: [] } }),
    'asking for MFA': grant(['mfa'])
  },
  'no-persistent-browser-unmanaged': {
    ...forPlatforms, ...forPlaces, ...forApps,
    'with sessions always kept': session({ persistentBrowser: { isEnabled: true, mode: 'always' } }),
    'with the control off': session({ persistentBrowser: { isEnabled: false, mode: 'never' } }),
    'on unregistered devices only': conditions({
      devices: { deviceFilter: { mode: 'exclude', rule: 'device.trustType -eq "AzureAD" -or device.trustType -eq "Workplace"' } }
    })
  },
  'sign-in-frequency-admins': {
    ...forPlatforms, ...forPlaces, ...forApps, 'every five hours': frequency(5), 'every day': frequency(1, 'days'),
    'with the control off': frequency(1, 'hours', false)
  },
  'app-enforced-restrictions': {
    ...forPlatforms, ...forPlaces, ...forClients, 'for one application': conditions({ applications: { includeApplications: [ids.exchange] } }),
    'with the control off': session({ applicationEnforcedRestrictions: { isEnabled: false } })
  },
  'insider-risk': {
    ...forPlatforms, ...forPlaces, ...forClients, 'for one application': conditions({ applications: { includeApplications: [ids.exchange] } }),
    'at moderate risk': conditions({ insiderRiskLevels: 'moderate' }), 'asking for MFA': grant(['mfa'])
  },
  'risky-workload-identities': {
    ...forWorkloads, 'at medium risk': conditions({ servicePrincipalRiskLevels: ['medium'] }),
    'without one of them': within('clientApplications', { excludeServicePrincipals: [workloads.robot] }),
    'for agents': conditions({ clientApplications: { includeAgentIdServicePrincipals: ['All'] } })
  },
  'risky-agents': {
    ...forWorkloads, 'at low risk': conditions({ agentIdRiskLevels: 'low,medium' }),
    'without one of them': within('clientApplications', { excludeAgentIdServicePrincipals: [workloads.agent] }),
    'for service principals': conditions({ clientApplications: { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] } })
  },
  'token-protection': {
    ...forPlaces, 'for two of the applications': conditions({ applications: { includeApplications: [ids.exchange, ids.sharePoint] } }),
    'in a browser': conditions({ clientAppTypes: ['browser'] }),
    'on another platform': conditions({ platforms: { includePlatforms: ['macOS'], excludePlatforms: [] } }),
    'with the control off': session({ secureSignInSession: { isEnabled: false } })
  }
}

test('every requirement has at least three weakenings of its own', t => {
  t.strictSame(Object.keys(weakened).sort(), requirements.map(({ id }) => id).sort())
  for (const [id, changes] of Object.entries(weakened)) t.ok(Object.keys(changes).length >= 3, id)
  t.end()
})

for (const [id, own] of Object.entries(weakened)) {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
  const isAboutPeople = (requirement.population.subjects ?? 'people') === 'people'
  for (const [name, change] of Object.entries({ ...isAboutPeople ? forPeople : {}, ...own })) {
    test(`${id} has a gap where its template is weakened: ${name}`, t => {
      const file = emptyTenant([{ ...enforced(requirement), ...change(requirement.template) }], { settings: { adminPortals: [ids.portal] } })
      const judged = coverage(compile(tenantOf(file)), requirement)
      t.equal(judged.status, 'gap', judged.reason)
      t.ok(judged.uncoveredUsers.count > 0)
      for (const { witness } of judged.gaps) {
        t.ok(isWitness(file, requirement, witness), JSON.stringify(witness))
      }
      t.end()
    })
  }
}
