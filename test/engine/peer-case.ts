import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

const Ids = Type.Array(Type.String())

/** One case of the peer engine's own tests: policies, its own shape of a sign-in, and what it expects. */
export const PeerCase = Type.Object({
  id: Type.String(), policies: Type.Array(Type.Record(Type.String(), Type.Unknown())), expected: Type.String(),
  context: Type.Object({
    user: Type.Object({
      id: Type.String(), userType: Type.String(), memberOfGroupIds: Ids, directoryRoleIds: Ids,
      guestOrExternalUserTypes: Type.Optional(Ids), homeTenantId: Type.Optional(Type.String())
    }),
    application: Type.Object({ appId: Type.String(), userAction: Type.Optional(Type.String()), authenticationContext: Type.Optional(Type.String()) }),
    device: Type.Object({
      platform: Type.Optional(Type.String()), properties: Type.Optional(Type.Record(Type.String(), Type.String())),
      isCompliant: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])), trustType: Type.Optional(Type.Union([Type.String(), Type.Null()]))
    }),
    location: Type.Object({ namedLocationId: Type.Optional(Type.String()), isTrustedLocation: Type.Optional(Type.Boolean()) }),
    risk: Type.Object({ signInRiskLevel: Type.String(), userRiskLevel: Type.String(), insiderRiskLevel: Type.String() }),
    clientAppType: Type.String(), authenticationFlow: Type.Optional(Type.String())
  })
})

export type PeerCase = Static<typeof PeerCase>

export function parsePeerCase(line: string): PeerCase {
  return Value.Parse(PeerCase, JSON.parse(line))
}

/** The peer's case as a tenant file: the user in the groups, the roles held, the named locations that are mentioned. */
export function tenantFile({ policies, context }: PeerCase): Record<string, unknown> {
  const { user, location } = context
  const groups = new Set([...user.memberOfGroupIds, ...policies.flatMap(policy => named(policy, /"(?:in|ex)cludeGroups":\[([^\]]*)\]/g))])
  const places = new Set([...location.namedLocationId === undefined ? [] : [location.namedLocationId], 'loc-office', 'loc-vpn'])
  return {
    organization: { id: 'tenant', displayName: 'peer' },
    users: [{ id: user.id, userPrincipalName: `${user.id}@example.com`, displayName: user.id, accountEnabled: true, userType: user.userType === 'guest' ? 'Guest' : 'Member',
      ...user.homeTenantId === undefined ? {} : { homeTenantId: user.homeTenantId } }],
    groups: [...groups].map(id => ({ id, displayName: id, members: user.memberOfGroupIds.includes(id) ? [user.id] : [] })),
    roleAssignments: user.directoryRoleIds.map(roleDefinitionId => ({ principalId: user.id, roleDefinitionId, directoryScopeId: '/' })),
    servicePrincipals: [{ id: 'sp', appId: context.application.appId, displayName: 'app', appOwnerOrganizationId: ownerOf(context.application.appId) }],
    namedLocations: [...places].map((id, index) => ({
      '@odata.type': '#microsoft.graph.ipNamedLocation', id, displayName: id, isTrusted: id === location.namedLocationId ? location.isTrustedLocation ?? false : id === 'loc-office',
      ipRanges: [{ '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: `10.${index}.0.0/16` }]
    })),
    settings: { mfaTrustedIps: [] },
    policies
  }
}

/** The peer names Microsoft's own services by their GUIDs and invented applications by words. */
function ownerOf(appId: string): string {
  return /^[0-9a-f-]{36}$/.test(appId) ? 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' : 'other'
}

function named(policy: Record<string, unknown>, list: RegExp): string[] {
  return [...JSON.stringify(policy).matchAll(list)].flatMap(match => [...(match[1] ?? '').matchAll(/"([^"]+)"/g)].map(id => id[1] ?? ''))
}

/** The peer's sign-in as the body of Graph's evaluate. */
export function signInBody({ context }: PeerCase): Record<string, unknown> {
  const { application, device, location, risk } = context
  const info = { ...device.properties, ...device.isCompliant == null ? {} : { isCompliant: device.isCompliant }, ...device.trustType == null ? {} : { trustType: device.trustType } }
  return {
    signInIdentity: { userId: context.user.id },
    signInContext: application.userAction !== undefined ? { userAction: application.userAction }
      : application.authenticationContext !== undefined ? { authenticationContextValue: application.authenticationContext } : { includeApplications: [application.appId] },
    signInConditions: {
      clientAppType: context.clientAppType, ...device.platform === undefined ? {} : { devicePlatform: device.platform },
      ...location.namedLocationId === undefined ? {} : { ipAddress: '10.0.0.5' },
      ...device.properties === undefined && Object.keys(info).length === 0 ? {} : { deviceInfo: info },
      ...risk, authenticationFlow: { transferMethod: context.authenticationFlow ?? 'none' }
    }
  }
}
