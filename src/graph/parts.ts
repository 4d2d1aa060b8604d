import { at } from './json.ts'
import { unreadEntry, type Entry, type Reading } from './entry.ts'

/** A collection that is read whole. `shape` makes what the tenant file holds of what Graph answers. */
export interface Part {
  readonly collection: string
  readonly path: string
  /** One object instead of a list. */
  readonly single?: true
  readonly shape?: (value: unknown) => unknown
}

/** What is read of every tenant, the Conditional Access APIs first: they take a second each. */
export const parts: readonly Part[] = [
  { collection: 'policies', path: '/identity/conditionalAccess/policies' },
  { collection: 'namedLocations', path: '/identity/conditionalAccess/namedLocations' },
  { collection: 'organization', path: '/organization?$select=id,displayName,verifiedDomains', single: true, shape: body => firstOf(at(body, 'value')) },
  { collection: 'subscribedSkus', path: '/subscribedSkus' },
  { collection: 'authenticationStrengths', path: '/policies/authenticationStrengthPolicies' },
  {
    collection: 'securityDefaults', path: '/policies/identitySecurityDefaultsEnforcementPolicy', single: true,
    shape: body => ({ isEnabled: at(body, 'isEnabled') })
  },
  { collection: 'crossTenantPartners', path: '/policies/crossTenantAccessPolicy/partners' },
  { collection: 'deviceRegistrationPolicy', path: '/policies/deviceRegistrationPolicy', single: true, shape: withoutContext },
  { collection: 'roleDefinitions', path: '/roleManagement/directory/roleDefinitions?$select=id,templateId,displayName,isBuiltIn' },
  { collection: 'roleAssignments', path: '/roleManagement/directory/roleAssignments' },
  { collection: 'roleEligibilities', path: '/roleManagement/directory/roleEligibilityScheduleInstances' }
]

/** What Microsoft offers to make policies of: tells nothing about protection, so the reading is whole without it. */
export const policyTemplates: Part = { collection: 'templates', path: '/identity/conditionalAccess/templates' }

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}

function withoutContext(body: unknown): unknown {
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !name.startsWith('@odata.context')))
}

/** The part's entries: its objects, or that it could not be read. */
export async function readPart({ client, signal, report }: Reading, { collection, path, single, shape = value => value }: Part): Promise<Entry[]> {
  try {
    if (single === true) return [{ collection, value: shape(await client.get(path, { signal })) }]
    const entries: Entry[] = [{ collection }]
    for await (const page of client.pages(path, { signal })) {
      for (const item of page) entries.push({ collection, value: shape(item) })
      report(collection, entries.length - 1)
    }
    return entries
  } catch (error) {
    return [unreadEntry(error, { collection })]
  }
}

const trustPath = '/policies/crossTenantAccessPolicy/default?$select=inboundTrust'

/** What the tenant trusts of every other tenant's claims, as `settings.inboundTrust` says it; undefined when it cannot be read. */
export async function readInboundTrust({ client, signal }: Reading): Promise<{ settings: object, unread: Entry[] }> {
  try {
    const trust = at(await client.get(trustPath, { signal }), 'inboundTrust')
    const accepted = { mfa: at(trust, 'isMfaAccepted'), compliantDevice: at(trust, 'isCompliantDeviceAccepted'), hybridJoinedDevice: at(trust, 'isHybridAzureADJoinedDeviceAccepted') }
    const known = Object.entries(accepted).filter(([, value]) => typeof value === 'boolean')
    return { settings: known.length === 0 ? {} : { inboundTrust: Object.fromEntries(known) }, unread: [] }
  } catch (error) {
    return { settings: {}, unread: [unreadEntry(error, { collection: 'crossTenantDefault' })] }
  }
}
