import { without, withAll } from './patch.ts'
import { flags } from '#src/engine/conditions/values.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { PolicyConditions } from '#src/domain/policy.ts'

/** How one condition would have to be wider. */
export interface Part {
  readonly conditions: Partial<PolicyConditions>
  readonly words: readonly string[]
  /** Entries that come or go. */
  readonly changes: number
  /** 1 where the condition would then hold for all. */
  readonly toAll: number
  /** Ids of exclude entries that go. */
  readonly dropped?: readonly string[]
}

export const same: Part = { conditions: {}, words: [], changes: 0, toAll: 0 }
/** What is named one by one is at most so much. */
export const mostNamed = 10

export function applicationsPart({ tenant }: Compiled, { policy: { conditions: { applications } }, resources }: CompiledPolicy, { requirement, uncoveredApps }: Coverage): Part | undefined {
  if (requirement.userActions !== undefined) return same
  if (applications.includeApplications.length === 0) return undefined
  const { appIds, anyOther } = uncoveredApps
  const excluded = applications.excludeApplications.filter(id => appIds.some(app => app.toLowerCase() === id.toLowerCase()))
  const isForAll = resources.include.has('all')
  const missing = isForAll ? [] : without(appIds, resources.include)
  const drop = { excludeApplications: without(applications.excludeApplications, excluded) }
  const words = excluded.map(id => `no longer exclude the application ${appName(tenant, id)}`)
  if (!isForAll && !anyOther && missing.length > 0 && missing.length <= mostNamed) {
    const conditions = { applications: { ...applications, ...drop, includeApplications: withAll(without(applications.includeApplications, ['None']), missing) } }
    return { conditions, changes: missing.length + excluded.length, toAll: 0, words: [...words, ...missing.map(id => `include the application ${appName(tenant, id)}`)] }
  }
  if (isForAll || (missing.length === 0 && !anyOther)) return excluded.length === 0 ? same : { conditions: { applications: { ...applications, ...drop } }, changes: excluded.length, toAll: 0, words }
  return {
    conditions: { applications: { ...applications, ...drop, includeApplications: ['All'], applicationFilter: applications.applicationFilter?.mode === 'exclude' ? applications.applicationFilter : null } },
    changes: 1 + applications.includeApplications.length + excluded.length, toAll: 1, words: [...words, 'include all applications']
  }
}

function appName(tenant: Compiled['tenant'], id: string): string {
  const name = tenant.apps.list[tenant.apps.indexOfAppId(id)]?.displayName
  return `\`${name ?? id}\``
}

/** The values that the gaps need of a condition; undefined where they need any. */
function needed(judged: Coverage, member: 'clientAppTypes' | 'platforms' | 'signInRiskLevels' | 'userRiskLevels'): readonly string[] | undefined {
  const values = judged.gaps.map(({ conditions }) => conditions[member] ?? judged.requirement.conditions[member])
  return values.includes(undefined) ? undefined : [...new Set(values.flatMap(list => list ?? []))]
}

export function clientsPart(_: Compiled, { policy: { conditions: { clientAppTypes } } }: CompiledPolicy, judged: Coverage): Part {
  if (clientAppTypes.length === 0 || clientAppTypes.includes('all')) return same
  const wanted = needed(judged, 'clientAppTypes')
  if (wanted === undefined) return { conditions: { clientAppTypes: ['all'] }, changes: 1 + clientAppTypes.length, toAll: 1, words: ['include all client types'] }
  const missing = without(wanted, clientAppTypes).filter(type => type !== 'easSupported' || !clientAppTypes.includes('exchangeActiveSync'))
  return missing.length === 0 ? same : { conditions: { clientAppTypes: [...clientAppTypes, ...missing] }, changes: missing.length, toAll: 0, words: missing.map(type => `include the client type \`${type}\``) }
}

export function platformsPart(_: Compiled, { policy: { conditions: { platforms } } }: CompiledPolicy, judged: Coverage): Part {
  if (platforms === null) return same
  const wanted = needed(judged, 'platforms')
  const isAny = (list: readonly string[]): boolean => list.length === 0 || list.some(one => one.toLowerCase() === 'all')
  const { includePlatforms, excludePlatforms } = platforms
  if (wanted?.every(name => ['android', 'ios', 'windows', 'windowsphone', 'macos', 'linux'].includes(name.toLowerCase())) !== true) {
    return { conditions: { platforms: null }, changes: 1 + includePlatforms.length + excludePlatforms.length, toAll: 1, words: ['include all platforms'] }
  }
  const added = isAny(includePlatforms) ? [] : without(wanted, includePlatforms)
  const dropped = excludePlatforms.filter(name => wanted.some(one => one.toLowerCase() === name.toLowerCase()))
  if (added.length + dropped.length === 0) return same
  return {
    conditions: { platforms: { includePlatforms: [...includePlatforms, ...added], excludePlatforms: without(excludePlatforms, dropped) } }, changes: added.length + dropped.length, toAll: 0,
    words: [...added.map(name => `include the platform \`${name}\``), ...dropped.map(name => `no longer exclude the platform \`${name}\``)]
  }
}

/** Where a gap is told apart by a location the condition goes; a device filter stays as it is, so that such gaps need another policy. */
export function locationsPart(_: Compiled, { policy: { conditions: { locations, devices } } }: CompiledPolicy): Part | undefined {
  if (devices?.deviceFilter !== null && devices !== null) return undefined
  if (locations === null) return same
  return { conditions: { locations: null }, changes: locations.includeLocations.length + locations.excludeLocations.length, toAll: 1, words: ['apply at every location'] }
}

export function risksPart(_: Compiled, { policy: { conditions } }: CompiledPolicy, judged: Coverage): Part | undefined {
  if (conditions.insiderRiskLevels !== null) return undefined
  const parts = (['signInRiskLevels', 'userRiskLevels'] as const).map((member): Part | undefined => {
    const wanted = needed(judged, member)
    if (conditions[member].length === 0) return same
    if (wanted === undefined) return undefined
    const missing = without(wanted, conditions[member])
    return missing.length === 0 ? same : { conditions: { [member]: [...conditions[member], ...missing] }, changes: missing.length, toAll: 0, words: missing.map(level => `include the risk level \`${level}\``) }
  })
  const [signIn, user] = parts
  if (signIn === undefined || user === undefined) return undefined
  return { conditions: { ...signIn.conditions, ...user.conditions }, changes: signIn.changes + user.changes, toAll: 0, words: [...signIn.words, ...user.words] }
}

export function flowsPart(_: Compiled, { policy: { conditions: { authenticationFlows } } }: CompiledPolicy, judged: Coverage): Part | undefined {
  const set = flags(authenticationFlows?.transferMethods ?? null)
  if (set.length === 0) return same
  const { transferMethods: wanted } = judged.requirement.conditions
  if (wanted === undefined) return undefined
  const missing = without(wanted, set)
  return missing.length === 0 ? same
    : { conditions: { authenticationFlows: { transferMethods: [...set, ...missing].join(',') } }, changes: missing.length, toAll: 0, words: missing.map(flow => `include the flow \`${flow}\``) }
}
