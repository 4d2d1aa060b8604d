import { appGroups, applicationTarget, declaredIn, targetTruth, traitsOf, type Target } from './conditions/resources.ts'
import { attributesNamed } from './conditions/workloads.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/**
 * Targets that no policy made of the names in use can tell apart: an application that some policy names; all others alike in what
 * keywords and filters look at; a user action; an authentication context. `anyOther` marks the application that stands for all that
 * the tenant does not hold and no policy names.
 */
export interface TargetAtom {
  readonly target: Target
  readonly appIds: readonly string[]
  readonly anyOther: boolean
  /** For an application that the tenant does not hold: the keywords whose declared list names it. */
  readonly groups: readonly string[]
  /** Truth of each policy's resource condition, by the policy's index. */
  readonly truths: Uint8Array
}

export interface TargetAtoms {
  readonly list: readonly TargetAtom[]
  /** An appId that stands for every application that is not named. */
  readonly anotherId: string
  /** The atom of an appId; that of any other application where the tenant does not hold it and no policy names it. */
  atomOf(appId: string): TargetAtom | undefined
}

const keywords = new Set(['all', 'none', 'office365', 'microsoftadminportals', 'allagentidresources'])

/** Cuts all that can be signed in to by what the policies, in any state, name. The work grows with the distinct names. */
export function targetAtoms(tenant: Tenant, policies: readonly CompiledPolicy[]): TargetAtoms {
  const scopes = policies.map(({ resources }) => resources)
  const names = new Set(scopes.flatMap(({ include, exclude }) => [...include, ...exclude]))
  const groupsOf = declaredGroups(tenant, names)
  const attributes = attributesNamed(scopes.flatMap(({ filter }) => filter ?? []))
  const gathered = new Map<string, { target: Target, appIds: string[], anyOther: boolean, groups: readonly string[] }>()
  const gather = (key: string, target: Target, groups: readonly string[] = []): { appIds: string[], anyOther: boolean } => {
    const found = gathered.get(key) ?? { target, appIds: [], anyOther: false, groups }
    gathered.set(key, found)
    return found
  }
  for (const { appId } of tenant.apps.list) {
    const target = applicationTarget(appId, tenant)
    gather(names.has(target.appId) ? `id ${target.appId}` : `like ${traitsOf(target, tenant)} ${attributes(target.app)}`, target).appIds.push(appId)
  }
  for (const id of foreign(names.union(groupsOf), tenant)) {
    const groups = groupsOf.get(id) ?? []
    gather(names.has(id) ? `id ${id}` : `in ${groups.join()}`, applicationTarget(id, tenant), groups).appIds.push(id)
  }
  const anotherId = unnamed(names.union(groupsOf), tenant)
  gather('another', applicationTarget(anotherId, tenant)).anyOther = true
  for (const action of new Set(scopes.flatMap(({ actions }) => [...actions]))) gather(`action ${action}`, { kind: 'userAction', action })
  for (const id of new Set(scopes.flatMap(({ contexts }) => [...contexts]))) gather(`context ${id}`, { kind: 'authenticationContext', id })
  const list = [...gathered.values()].map((atom): TargetAtom => ({ ...atom, truths: Uint8Array.from(scopes, scope => targetTruth(scope, atom.target, tenant)) }))
  const byAppId = new Map(list.flatMap(atom => atom.appIds.map((id): [string, TargetAtom] => [id.toLowerCase(), atom])))
  const other = list.find(({ anyOther }) => anyOther)
  return { list, anotherId, atomOf: appId => byAppId.get(appId.toLowerCase()) ?? other }
}

/** The ids that the settings, or else what is published, list for the keywords in use, each with its keywords (C9). */
function declaredGroups(tenant: Tenant, names: ReadonlySet<string>): Map<string, string[]> {
  const pairs = appGroups.flatMap(keyword => names.has(keyword) ? declaredIn(keyword, tenant).map(id => [id.toLowerCase(), keyword] as const) : [])
  return new Map([...Map.groupBy(pairs, ([id]) => id)].map(([id, of]) => [id, [...new Set(of.map(([, keyword]) => keyword))]]))
}

/** AppIds that policies or the lists of their keywords name and the tenant does not hold. What cannot be an id, such as a placeholder, is left out. */
function foreign(names: ReadonlySet<string>, tenant: Tenant): string[] {
  return [...names].filter(id => !keywords.has(id) && /^[\w.-]+$/.test(id) && tenant.apps.indexOfAppId(id) < 0).sort()
}

function unnamed(names: ReadonlySet<string>, tenant: Tenant): string {
  for (let number = 0; ; number++) {
    const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, 'a')}`
    if (tenant.apps.indexOfAppId(id) < 0 && !names.has(id)) return id
  }
}
