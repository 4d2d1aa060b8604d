import { isManaged } from './policy-checks.ts'
import { bodyFor } from '../suggest/patch.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import { isEmpty, isObject, objectIn, type JsonObject } from '#src/tenant/json.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** What is sent, and the whole policy as it then stands. */
export interface Patch {
  readonly patch: Readonly<Record<string, unknown>>
  readonly body: PolicyBody
  readonly warnings: readonly string[]
}

/**
 * Graph may keep what a complex member that is sent leaves out, and refuses null for one that is not set. So a condition that goes is
 * sent as the value that means the same as none; null stands for a condition that has no such value.
 */
const neutral: Readonly<Record<string, unknown>> = {
  platforms: { includePlatforms: ['all'], excludePlatforms: [] }, locations: { includeLocations: ['All'], excludeLocations: [] }, devices: { deviceFilter: null },
  authenticationFlows: { transferMethods: 'none' }, includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'none', externalTenants: null },
  excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'none', externalTenants: null }, applicationFilter: null, authenticationStrength: null, clientAppTypes: ['all']
}
const lasting = ['insiderRiskLevels', 'agentIdRiskLevels', 'clientApplications']
/** Leaf objects that are sent whole in any case. */
const whole = ['deviceFilter', 'applicationFilter', 'externalTenants', 'authenticationStrength', 'signInFrequency', 'cloudAppSecurity', 'persistentBrowser']

/** The patch that makes a policy what is wished; undefined where it is so already. */
export function patchFor(standing: ReadPolicy, wished: PolicyBody): Patch | undefined {
  const before: JsonObject = { ...bodyFor(standing) }
  if (samePolicy(before, wished)) return undefined
  const differing = (['conditions', 'grantControls', 'sessionControls'] as const).filter(name => !samePolicy({ [name]: before[name] }, { [name]: wished[name] }))
  const parts = Object.fromEntries(differing.map((name): [string, unknown] => [name, explicit(before[name], wished[name] ?? null)]))
  const name = before['displayName'] === wished.displayName ? {} : { displayName: wished.displayName }
  const patch = isManaged(standing) ? exclusionsOf(parts) : { ...name, ...parts }
  const kept = Object.keys(objectIn(before, 'conditions') ?? {}).filter(member => lasting.includes(member) && isEmpty(wished.conditions[member]))
  return {
    patch, body: { ...bodyFor(standing), ...name, ...parts }, warnings: kept.map(member => `Graph has no way to say that \`${member}\` goes: if it keeps it, the read-back shows that`)
  }
}

/** Whether a patch changes what a policy does; a name does nothing. */
export function isDecisive({ patch }: Patch): boolean {
  return Object.keys(patch).some(name => name !== 'displayName')
}

/** A member as it is to stand, with whatever goes said to go. */
function explicit(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after
  const kept = Object.entries(after).filter(([, value]) => value !== null && value !== undefined).map(([name, value]): [string, unknown] => [name, whole.includes(name) ? value : explicit(before[name], value)])
  const gone = Object.entries(before).filter(([name, value]) => !name.includes('@') && !isEmpty(value) && isEmpty(after[name]) && !lasting.includes(name))
  return { ...Object.fromEntries(kept), ...Object.fromEntries(gone.map(([name, value]) => [name, name in neutral ? neutral[name] : Array.isArray(value) ? [] : null])) }
}

/** Graph takes nothing but exclusions from a policy that Microsoft manages. */
function exclusionsOf(parts: JsonObject): JsonObject {
  const users = objectIn(objectIn(parts, 'conditions') ?? {}, 'users') ?? {}
  return { conditions: { users: Object.fromEntries(Object.entries(users).filter(([name]) => name.startsWith('exclude'))) } }
}
