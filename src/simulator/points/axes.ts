import { aroundCidr, aroundRange } from './addresses.ts'
import { devices } from './devices.ts'
import { bodies, type Body, body, distinct, strings } from './json.ts'

/** The values that a sign-in may take, one list a dimension. `undefined` leaves the member out. */
export interface Axes {
  readonly identities: readonly Body[]
  readonly contexts: readonly Body[]
  readonly conditions: Readonly<Record<string, readonly unknown[]>>
}

export interface Scope {
  /** Also external users who have no account here. */
  readonly external?: boolean
  /** Also workload sign-ins of every service principal. */
  readonly workloads?: boolean
  /** Also the user actions and authentication contexts that policies name. */
  readonly actions?: boolean
  /** Only these users, by object id. */
  readonly users?: readonly string[]
}

const external = ['b2bCollaborationGuest', 'b2bCollaborationMember', 'b2bDirectConnectUser', 'otherExternalUser', 'serviceProvider']
const risks = ['none', 'low', 'medium', 'high']
const elsewhere = '99999999-9999-4999-8999-999999999999'

/** What the policy text and the tenant's objects give to draw from. */
export function axesOf(tenant: Body, scope: Scope): Axes {
  const policies = bodies(tenant['policies'])
  return { identities: identities(tenant, scope), contexts: contexts(tenant, policies, scope), conditions: conditions(tenant, policies) }
}

function identities(tenant: Body, scope: Scope): Body[] {
  const users = scope.users ?? strings(bodies(tenant['users']).map(({ id }) => id))
  const partners = distinct(JSON.stringify(tenant['policies'] ?? []).match(/"members":\[[^\]]*\]/g)?.flatMap((list) => strings(JSON.parse(list.slice(10)))) ?? [])
  const guests = external.flatMap((externalUserType) => [...partners, 'another-tenant'].map((externalTenantId) => ({ externalUserType, externalTenantId })))
  const principals = bodies(tenant['servicePrincipals']).map((principal) => /agentIdentity$/i.test(strings([principal['@odata.type']])[0] ?? '')
    ? { '@odata.type': '#microsoft.graph.agentSignIn', agentServicePrincipalId: principal['id'] }
    : { '@odata.type': '#microsoft.graph.servicePrincipalSignIn', servicePrincipalId: principal['id'] })
  const asUser = (one: Body): Body => ({ '@odata.type': '#microsoft.graph.userSignIn', ...one })
  return [
    ...users.map((userId) => asUser({ userId })), ...scope.external === true ? guests.map(asUser) : [], ...scope.workloads === true ? principals : []
  ]
}

function contexts(tenant: Body, policies: readonly Body[], scope: Scope): Body[] {
  const appIds = [...strings(bodies(tenant['servicePrincipals']).map(({ appId }) => appId)), elsewhere]
  const named = policies.map((policy) => body(body(policy['conditions'])['applications']))
  const values = named.flatMap((one) => strings(one['includeAuthenticationContextClassReferences']))
  const actions = ['urn:user:registersecurityinfo', 'urn:user:registerdevice', ...named.flatMap((one) => strings(one['includeUserActions']))]
  const others = [
    ...distinct(actions).map((userAction) => ({ userAction })), ...distinct([...values, 'c0']).map((value) => ({ authenticationContextValue: value }))
  ]
  return [...distinct(appIds).map((appId) => ({ includeApplications: [appId] })), ...scope.actions === true ? others : []]
}

function conditions(tenant: Body, policies: readonly Body[]): Axes['conditions'] {
  const locations = bodies(tenant['namedLocations'])
  const ranges = locations.flatMap((location) => bodies(location['ipRanges']).flatMap(aroundRange))
  const trusted = strings(body(tenant['settings'])['mfaTrustedIps']).flatMap(aroundCidr)
  const countries = locations.flatMap((location) => strings(location['countriesAndRegions']))
  return {
    clientAppType: ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'],
    devicePlatform: ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux', 'unknown'],
    ipAddress: distinct([...ranges, ...trusted, '192.0.2.1', '2001:db8:ffff::1']), country: [...distinct(countries), 'AQ', null],
    signInRiskLevel: risks, userRiskLevel: risks, servicePrincipalRiskLevel: risks, agentIdRiskLevel: risks,
    insiderRiskLevel: ['none', 'minor', 'moderate', 'elevated'],
    authenticationFlow: ['none', 'deviceCodeFlow', 'authenticationTransfer'].map((transferMethod) => ({ transferMethod })),
    deviceInfo: devices(policies).map((device) => device ?? undefined)
  }
}
