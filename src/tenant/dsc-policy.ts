import { isEmpty, textIn, textsIn, type JsonObject } from './json.ts'
import type { DirectoryNames, NamedKind } from './directory-names.ts'

export function filled(resource: JsonObject, name: string): string | null {
  const text = textIn(resource, name)
  return text === '' ? null : text
}

export function listed(resource: JsonObject, name: string): string[] {
  return textsIn(resource, name).filter(text => text !== '')
}

export function isOn(resource: JsonObject, name: string): boolean {
  const value = resource[name]
  return value === true || (typeof value === 'string' && /^\$?true$/i.test(value))
}

/** The resource `AADConditionalAccessPolicy` as a policy in Graph's shape. What it holds besides becomes a condition that is not known. */
export function dscPolicy(resource: JsonObject, names: DirectoryNames): JsonObject {
  const others = Object.entries(resource).filter(([name, value]) => !foreign.includes(name) && !read.includes(name) && !isOff(value))
  return {
    id: filled(resource, 'Id'), displayName: filled(resource, 'DisplayName'), state: filled(resource, 'State'),
    conditions: { ...conditionsOf(resource, names), ...Object.fromEntries(others) },
    grantControls: grantOf(resource, names), sessionControls: sessionOf(resource)
  }
}

/** What a resource says of itself and of who wrote it, not of the policy. */
const foreign = ['ResourceName', 'ResourceInstanceName', 'ResourceId', 'Ensure', 'Credential', 'ApplicationId', 'TenantId', 'ApplicationSecret',
  'CertificateThumbprint',
  'CertificatePath', 'CertificatePassword', 'ManagedIdentity', 'AccessTokens', 'DependsOn', 'PsDscRunAsCredential', 'Description']

const read = ['Id', 'DisplayName', 'State', 'ApplicationsFilter', 'ApplicationsFilterMode', 'IncludeApplications', 'ExcludeApplications', 'IncludeUserActions',
  'AuthenticationContexts', 'ClientAppTypes', 'IncludePlatforms', 'ExcludePlatforms', 'IncludeLocations', 'ExcludeLocations', 'DeviceFilterMode',
    'DeviceFilterRule',
  'UserRiskLevels', 'SignInRiskLevels', 'ServicePrincipalRiskLevels', 'TransferMethods', 'IncludeServicePrincipals', 'ExcludeServicePrincipals',
    'ServicePrincipalFilterMode',
  'ServicePrincipalFilterRule', 'GrantControlOperator', 'BuiltInControls', 'CustomAuthenticationFactors', 'TermsOfUse', 'AuthenticationStrength',
  'ApplicationEnforcedRestrictionsIsEnabled', 'CloudAppSecurityIsEnabled', 'CloudAppSecurityType', 'SignInFrequencyIsEnabled', 'SignInFrequencyValue',
    'SignInFrequencyType',
  'SignInFrequencyInterval', 'PersistentBrowserIsEnabled', 'PersistentBrowserMode', 'SecureSignInSessionIsEnabled',
  ...['Include', 'Exclude'].flatMap(side => ['Users', 'Groups', 'Roles', 'GuestOrExternalUserTypes', 'ExternalTenantsMembershipKind',
    'ExternalTenantsMembers'].map(name => `${side}${name}`))]

function isOff(value: unknown): boolean {
  return isEmpty(value) || value === false || (typeof value === 'string' && /^\$?false$/i.test(value))
}

function conditionsOf(resource: JsonObject, names: DirectoryNames): JsonObject {
  const either = (include: string[], exclude: string[], body: JsonObject): JsonObject | null => include.length + exclude.length === 0 ? null : body
  const places = (name: string): string[] => listed(resource, name).map(text => names.id('namedLocations', text) ?? text)
  const [includePlatforms, excludePlatforms] = [listed(resource, 'IncludePlatforms'), listed(resource, 'ExcludePlatforms')]
  const [includeLocations, excludeLocations] = [places('IncludeLocations'), places('ExcludeLocations')]
  return {
    users: { ...side(resource, 'Include', names), ...side(resource, 'Exclude', names) }, applications: applicationsOf(resource, names),
    clientApplications: {
      includeServicePrincipals: listed(resource, 'IncludeServicePrincipals'), excludeServicePrincipals: listed(resource, 'ExcludeServicePrincipals'),
      servicePrincipalFilter: filter(resource, 'ServicePrincipalFilterMode', 'ServicePrincipalFilterRule')
    },
    clientAppTypes: listed(resource, 'ClientAppTypes'), userRiskLevels: listed(resource, 'UserRiskLevels'), signInRiskLevels: listed(resource,
      'SignInRiskLevels'),
    servicePrincipalRiskLevels: listed(resource, 'ServicePrincipalRiskLevels'),
    platforms: either(includePlatforms, excludePlatforms, { includePlatforms, excludePlatforms }),
    locations: either(includeLocations, excludeLocations, { includeLocations, excludeLocations }),
    devices: { deviceFilter: filter(resource, 'DeviceFilterMode', 'DeviceFilterRule') },
    authenticationFlows: { transferMethods: filled(resource, 'TransferMethods') }
  }
}

function filter(resource: JsonObject, mode: string, rule: string): JsonObject | null {
  return filled(resource, rule) === null ? null : { mode: filled(resource, mode), rule: filled(resource, rule) }
}

const keywords = ['all', 'none', 'guestsorexternalusers', 'allagentidusers']

/** Ids in place of names. A group's name that is no one group's stays; users and roles, which would match nobody, stand apart as not known. */
function side(resource: JsonObject, which: 'Include' | 'Exclude', names: DirectoryNames): JsonObject {
  const [prefix, types] = [which.toLowerCase(), listed(resource, `${which}GuestOrExternalUserTypes`)]
  const kind = filled(resource, `${which}ExternalTenantsMembershipKind`)
  return {
    ...resolved({ listed: listed(resource, `${which}Users`), as: `${prefix}Users`, kind: 'users' }, names),
    ...resolved({ listed: listed(resource, `${which}Roles`), as: `${prefix}Roles`, kind: 'roleDefinitions' }, names),
    [`${prefix}Groups`]: listed(resource, `${which}Groups`).map(name => names.id('groups', name) ?? name),
    [`${prefix}GuestsOrExternalUsers`]: types.length === 0 ? null : {
      guestOrExternalUserTypes: types.join(','),
      externalTenants: kind === null ? null : { membershipKind: kind, members: listed(resource, `${which}ExternalTenantsMembers`) }
    }
  }
}

interface Named {
  readonly listed: readonly string[]
  readonly as: string
  readonly kind: NamedKind
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function resolved({ listed, as, kind }: Named, names: DirectoryNames): JsonObject {
  const idOf = (name: string): string | undefined => names.id(kind, name) ?? (guid.test(name) || keywords.includes(name.toLowerCase()) ? name : undefined)
  const open = listed.filter(name => idOf(name) === undefined)
  return { [as]: listed.flatMap(name => idOf(name) ?? []), ...open.length === 0 ? {} : { [`${as}ByName`]: open } }
}

function applicationsOf(resource: JsonObject, names: DirectoryNames): JsonObject {
  const contexts = listed(resource, 'AuthenticationContexts')
  const open = contexts.filter(name => contextOf(name, names) === undefined)
  return {
    includeApplications: listed(resource, 'IncludeApplications'), excludeApplications: listed(resource, 'ExcludeApplications'),
    includeUserActions: listed(resource, 'IncludeUserActions'), applicationFilter: filter(resource, 'ApplicationsFilterMode', 'ApplicationsFilter'),
    includeAuthenticationContextClassReferences: contexts.flatMap(name => contextOf(name, names) ?? []),
    ...open.length === 0 ? {} : { authenticationContextsByName: open }
  }
}

function contextOf(name: string, names: DirectoryNames): string | undefined {
  return names.id('authenticationContexts', name) ?? (/^c\d{1,2}$/i.test(name) ? name : undefined)
}

function grantOf(resource: JsonObject, names: DirectoryNames): JsonObject | null {
  const strength = filled(resource, 'AuthenticationStrength')
  const lists = {
    builtInControls: listed(resource, 'BuiltInControls'), customAuthenticationFactors: listed(resource, 'CustomAuthenticationFactors'),
    termsOfUse: listed(resource, 'TermsOfUse').map(name => names.id('termsOfUse', name) ?? name)
  }
  if (strength === null && Object.values(lists).every(list => list.length === 0)) return null
  return {
    operator: filled(resource, 'GrantControlOperator'), ...lists,
    authenticationStrength: strength === null ? null : { id: names.id('authenticationStrengths', strength) ?? strength, displayName: strength }
  }
}

function sessionOf(resource: JsonObject): JsonObject {
  const lower = (name: string): string | null => filled(resource, name)?.replace(/^./, first => first.toLowerCase()) ?? null
  const on = (name: string, control: JsonObject): JsonObject | null => isOn(resource, `${name}IsEnabled`) ? { isEnabled: true, ...control } : null
  return {
    applicationEnforcedRestrictions: on('ApplicationEnforcedRestrictions', {}), secureSignInSession: on('SecureSignInSession', {}),
    cloudAppSecurity: on('CloudAppSecurity', { cloudAppSecurityType: lower('CloudAppSecurityType') }),
    signInFrequency: on('SignInFrequency', {
      value: resource['SignInFrequencyValue'] ?? null, type: lower('SignInFrequencyType'), frequencyInterval: lower('SignInFrequencyInterval')
    }),
    persistentBrowser: on('PersistentBrowser', { mode: lower('PersistentBrowserMode') })
  }
}
