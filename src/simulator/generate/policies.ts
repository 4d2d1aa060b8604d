import { appIdAt, firstParty } from './apps.ts'
import { idOf, momentOf, oneOf } from './draw.ts'
import { departmentId, namedGroupId } from './groups.ts'
import { locationId } from './locations.ts'
import { emergencyAccounts, type Plan } from './plan.ts'
import { roleId, roles, type RoleName } from './roles.ts'

const enforced = 'enabled'
const reportOnly = 'enabledForReportingButNotEnforced'

/** What makes a policy what it is; the rest is as unused as Graph shows it. */
interface Sketch {
  readonly name: string
  readonly state?: string
  readonly users?: object
  readonly conditions?: object
  readonly applications?: object
  /** Built-in grant controls; none leaves session controls alone. */
  readonly grant?: readonly string[]
  readonly strength?: object
  readonly session?: object
}

function emergency({ seed }: Plan): string[] {
  return Array.from({ length: emergencyAccounts }, (_, index) => idOf(seed, 'user', index))
}

const phishingResistant = {
  id: '00000000-0000-0000-0000-000000000004', displayName: 'Phishing-resistant MFA', description: null, policyType: 'builtIn', requirementsSatisfied: 'mfa',
  allowedCombinations: ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor'], combinationConfigurations: [],
  createdDateTime: '2021-12-01T00:00:00Z', modifiedDateTime: '2021-12-01T00:00:00Z'
}

/** Every administrator role but that of the synchronization account. */
const administratorRoles = Object.entries(roles).filter(([name]) => !['securityReader', 'globalReader', 'directorySynchronizationAccounts'].includes(name)).map(([, [id]]) => id)

/** A baseline as one finds it: right at heart, with an exception that grew, a leftover, a duplicate and things in report-only. */
function baseline(plan: Plan): Sketch[] {
  const { seed } = plan
  const all = (rest: object = {}): object => ({ includeUsers: ['All'], excludeUsers: emergency(plan), ...rest })
  const synchronization = [roleId('directorySynchronizationAccounts' satisfies RoleName)]
  return [
    { name: 'Require MFA for all users', users: all({ excludeGroups: [namedGroupId(seed, 'mfaExceptions')], excludeRoles: synchronization }), grant: ['mfa'] },
    { name: 'Require MFA for administrators', users: { includeRoles: administratorRoles, excludeUsers: emergency(plan) }, grant: ['mfa'] },
    {
      name: 'Block legacy authentication', users: all({ excludeGroups: [namedGroupId(seed, 'legacyExceptions')] }),
      conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] }, grant: ['block']
    },
    { name: 'Block device code flow', users: all(), conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow' } }, grant: ['block'] },
    { name: 'Require a compliant device', state: reportOnly, users: all({ excludeUsers: [...emergency(plan), 'GuestsOrExternalUsers'] }), grant: ['compliantDevice', 'domainJoinedDevice'] },
    { name: 'Require MFA at high sign-in risk', users: all(), conditions: { signInRiskLevels: ['high'] }, grant: ['mfa'] },
    {
      name: 'Change the password at high user risk', users: { includeGroups: [departmentId(plan, 0)], excludeUsers: emergency(plan) },
      conditions: { userRiskLevels: ['high'] }, grant: ['mfa', 'passwordChange']
    },
    {
      name: 'Block countries where nobody works', users: all(),
      conditions: { locations: { includeLocations: [locationId(seed, 'blocked')], excludeLocations: [] } }, grant: ['block']
    },
    { name: 'Passkeys for administrators', state: reportOnly, users: { includeRoles: administratorRoles, excludeUsers: emergency(plan) }, grant: [], strength: phishingResistant },
    { name: 'Require MFA for guests', users: { includeUsers: ['GuestsOrExternalUsers'] }, grant: ['mfa'] },
    { name: 'Block unknown platforms', state: 'disabled', users: all(), conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: ['android', 'iOS', 'windows', 'macOS', 'linux'] } }, grant: ['block'] },
    { name: 'MFA for everyone (old)', users: all({ excludeGroups: [namedGroupId(seed, 'mfaExceptions'), namedGroupId(seed, 'empty')], excludeRoles: synchronization }), grant: ['mfa'] },
    { name: 'Pilot of 2023', users: { includeUsers: ['None'] }, grant: ['mfa'] },
    {
      name: 'Registering security information from the office', users: all(), applications: { includeUserActions: ['urn:user:registersecurityinfo'] },
      conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } }, grant: ['mfa']
    },
    {
      name: 'Azure management from privileged workstations', users: { includeRoles: [roleId('globalAdministrator')], excludeUsers: emergency(plan) },
      applications: { includeApplications: ['797f4846-ba00-4fd7-ba43-dac1f8f63013'] },
      conditions: { devices: { deviceFilter: { mode: 'exclude', rule: 'device.extensionAttribute1 -eq "PAW"' } } }, grant: ['block']
    },
    {
      name: 'Sign in every 4 hours on the admin portals', users: { includeRoles: administratorRoles, excludeUsers: emergency(plan) },
      applications: { includeApplications: ['MicrosoftAdminPortals'] }, session: { signInFrequency: frequency(4) }
    }
  ]
}

function frequency(value: number): object {
  return { value, type: 'hours', authenticationType: 'primaryAndSecondaryAuthentication', frequencyInterval: 'timeBased', isEnabled: true }
}

/** What departments add for themselves, over and over. */
function department(plan: Plan, index: number): Sketch {
  const number = index % plan.departments
  const users = { includeGroups: [departmentId(plan, number)], excludeUsers: emergency(plan) }
  const applications = { includeApplications: [appIdAt(plan, firstParty.length + index % Math.max(1, plan.apps - firstParty.length))] }
  const platform = oneOf(['windows', 'macOS', 'iOS', 'android'] as const, plan.seed, index, 51)
  const name = (what: string): string => `Department ${number + 1}: ${what} ${index}`
  const kinds: readonly [Sketch, ...Sketch[]] = [
    { name: name('MFA for an application'), users, applications, grant: ['mfa'] },
    { name: name(`managed ${platform} only`), users, applications: { includeApplications: ['Office365'] }, conditions: { platforms: { includePlatforms: [platform], excludePlatforms: [] } }, grant: ['compliantDevice', 'domainJoinedDevice'] },
    { name: name('an application from the office'), users, applications, conditions: { locations: { includeLocations: ['All'], excludeLocations: [locationId(plan.seed, 'office')] } }, grant: ['block'] },
    { name: name('short sessions in the browser'), users, applications, conditions: { clientAppTypes: ['browser'] }, session: { signInFrequency: frequency(8) } },
    { name: name('nothing from unmanaged devices'), state: reportOnly, users, conditions: { devices: { deviceFilter: { mode: 'include', rule: 'device.isCompliant -ne True -and device.trustType -ne "ServerAD"' } } }, grant: ['block'] },
    { name: name('MFA outside the countries'), users, conditions: { locations: { includeLocations: ['All'], excludeLocations: [locationId(plan.seed, 'allowed')] } }, grant: ['mfa'] },
    { name: name('risky sign-ins'), state: oneOf([enforced, 'disabled'] as const, plan.seed, index, 52), users, conditions: { signInRiskLevels: ['medium', 'high'] }, grant: ['mfa'] }
  ]
  return kinds[index % kinds.length] ?? kinds[0]
}

/** The policy in Graph's beta shape. */
function policyOf(plan: Plan, sketch: Sketch, index: number): object {
  const none = { includeUsers: [], excludeUsers: [], includeGroups: [], excludeGroups: [], includeRoles: [], excludeRoles: [], includeGuestsOrExternalUsers: null, excludeGuestsOrExternalUsers: null }
  const applications = { includeApplications: [], excludeApplications: [], includeUserActions: [], includeAuthenticationContextClassReferences: [], applicationFilter: null }
  const { grant, strength } = sketch
  const isAll = grant?.includes('passwordChange') === true
  return {
    id: idOf(plan.seed, 'policy', index), displayName: `CA${String(index + 1).padStart(3, '0')} ${sketch.name}`, state: sketch.state ?? enforced, templateId: null,
    createdDateTime: momentOf(plan.seed, index, 53), modifiedDateTime: null,
    conditions: {
      clientAppTypes: ['all'], signInRiskLevels: [], userRiskLevels: [], servicePrincipalRiskLevels: [], insiderRiskLevels: null, clientApplications: null,
      platforms: null, locations: null, devices: null, authenticationFlows: null, ...sketch.conditions,
      users: { ...none, ...sketch.users }, applications: { ...applications, ...sketch.applications ?? { includeApplications: ['All'] } }
    },
    grantControls: grant === undefined ? null : {
      operator: isAll ? 'AND' : 'OR', builtInControls: grant, customAuthenticationFactors: [], termsOfUse: [], authenticationStrength: strength ?? null
    },
    sessionControls: sketch.session === undefined ? null : { disableResilienceDefaults: null, applicationEnforcedRestrictions: null, cloudAppSecurity: null, persistentBrowser: null, ...sketch.session }
  }
}

/** As many policies as asked for: the baseline first, then what departments add. */
export function policiesOf(plan: Plan): object[] {
  const known = baseline(plan)
  return Array.from({ length: plan.policies }, (_, index) => policyOf(plan, known[index] ?? department(plan, index - known.length), index))
}
