import { named, nobody, nothing, type Proposal, type Seen } from './proposal.ts'
import { counted, listed } from '../phrases.ts'
import { administratorsAmong, nameOf, samplesOf } from './people.ts'
import { pathsOf, type ExclusionPath } from '../exclusions.ts'
import { several } from '../several.ts'
import { memberTruth } from '#src/engine/membership.ts'
import { TRUE } from '#src/engine/truth.ts'
import type { LeftOut } from '#src/engine/analyse/exclusions.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'

/** More accounts than this part of those included, left out without another policy that makes up, are too many. */
const mostLeftOut = 0.05

/** Enforced policies whose exclusions leave many people open, or people whom nobody sees in a nested group: by which path. Those with the same people are one. */
export function reductions({ compiled, analysis: { leftOut } }: Seen): Proposal[] {
  const told = leftOut.filter(({ uncompensated }) => uncompensated.count > 0).map(found => ({ found, paths: pathsOf(compiled, found).filter(({ open }) => open > 0) }))
    .filter(({ found, paths }) => isMuch(found) || paths.some(({ names }) => names.length > 1)).sort((a, b) => idOf(a) < idOf(b) ? -1 : 1)
  return [...Map.groupBy(told, ({ paths }) => JSON.stringify(paths)).values()].map(alike => reduction(compiled, alike))
}

interface Told {
  readonly found: LeftOut
  readonly paths: readonly ExclusionPath[]
}

function idOf({ found }: Told): string {
  return found.policy.policy.id
}

function reduction(compiled: Compiled, alike: readonly Told[]): Proposal {
  const ids = alike.map(idOf)
  const names = listed(alike.map(({ found }) => named(found.policy)))
  const paths = alike[0]?.paths ?? []
  const [left, most] = [alike[0]?.found.uncompensated, Math.max(...alike.map(({ found }) => found.included.count))]
  const administrators = left === undefined ? 0 : administratorsAmong(compiled, left)
  const [widest] = paths
  return {
    kind: 'reduceExclusions', subject: several(ids), severity: alike.some(({ found }) => isMuch(found)) ? 'medium' : 'low', title: `Reduce the exclusions of ${names}`,
    summary: `of up to ${counted(most, 'account')} that ${names} ${alike.length === 1 ? 'includes' : 'include'}, nothing compensates for ${left?.count ?? 0} that ${alike.length === 1 ? 'it leaves' : 'they leave'} out` +
      (widest === undefined ? '' : `, most of them ${placeOf(widest)}`),
    policies: ids, steps: paths.map(path => ({ do: 'advice', words: `review those excluded ${placeOf(path)}: ${peopleOf(path)}` })), change: nothing, isWatched: false,
    sources: ['Microsoft guidance, exclusions from Conditional Access policies'], licence: [], reversible: 'nothing is changed',
    exposed: { ...nobody, users: left?.count ?? 0, administrators, reasons: [
      ...administrators > 0 ? [`${counted(administrators, 'administrator')} among them`] : [], ...paths.map(path => `${counted(path.open, 'account')} left open ${placeOf(path)}`)
    ] },
    facts: [...ids.map(id => `policy ${id}`), ...paths.map(path => placeOf(path)), ...paths.flatMap(({ openNames }) => openNames)]
  }
}

/** Whom a policy leaves out without anything that compensates, by path and by name. */
export function openPaths({ compiled, analysis: { leftOut } }: Seen, policy: CompiledPolicy): string[] {
  const found = leftOut.find(one => one.policy === policy)
  return found === undefined ? [] : pathsOf(compiled, found).filter(({ open }) => open > 0).map(path => `excluded ${placeOf(path)}: ${peopleOf(path)}`)
}

function isMuch({ included, uncompensated }: LeftOut): boolean {
  return uncompensated.count > included.count * mostLeftOut
}

function placeOf({ kind, names }: ExclusionPath): string {
  if (kind === 'user') return 'one by one'
  if (kind === 'guests') return `as guests of type ${names.join()}`
  return kind === 'role' ? `by the role \`${names.join()}\`` : `through ${names.map(name => `\`${name}\``).join(' > ')}`
}

function peopleOf({ open, users, openNames }: ExclusionPath): string {
  const made = users - open
  return `${listed(openNames, 20)}${open > openNames.length ? ` (${open} in all)` : ''}; ${made === 0 ? 'nothing compensates' : `for ${made} more another policy makes up`}`
}

/** Groups that are excluded from policies with different purposes, or hold both people for whom other policies make up and people for whom none does. */
export function splits({ compiled, analysis: { leftOut } }: Seen): Proposal[] {
  const enforced = compiled.policies.filter(({ mode, workloads }) => mode === 'enforced' && workloads === null)
  const emergency = new Set((compiled.tenant.settings.emergencyAccess?.groups ?? []).map(id => id.toLowerCase()))
  const groups = [...new Set(enforced.flatMap(({ users }) => users.exclude.groups))].filter(id => id !== 'all' && !emergency.has(id) && compiled.tenant.groups.indexOf(id) >= 0).sort()
  return groups.flatMap((id): Proposal[] => {
    const policies = enforced.filter(({ users }) => users.exclude.groups.includes(id))
    const purposes = [...new Set(policies.map(purposeOf))].sort()
    const mixed = leftOut.filter(found => policies.includes(found.policy) && isMixed(found, id))
    if (purposes.length < 2 && mixed.length === 0) return []
    const name = nameOf(compiled, 'group', id)
    const why = purposes.length > 1 ? `${name} is excluded from ${policies.length} policies that ask for different things: ${listed(purposes, 5)}`
      : `${name} holds people for whom another policy makes up for ${listed(mixed.map(({ policy }) => named(policy)))} and people for whom none does`
    return [{
      kind: 'splitExclusion', subject: id, severity: 'low', title: `Split the exclusion group ${name}`, summary: `${why}; an exception from one should not be one from all`,
      policies: policies.map(({ policy }) => policy.id).sort(), isWatched: false, change: nothing, licence: [], sources: ['Microsoft guidance, exclusions from Conditional Access policies'],
      steps: purposes.length > 1 ? purposes.map(purpose => ({ do: 'advice', words: `make a group of its own for those excepted from ${purpose}: ${listed(policies.filter(one => purposeOf(one) === purpose).map(named), 5)}` }))
        : [{ do: 'advice', words: `keep in ${name} only those for whom another policy makes up, and decide about the others one by one` }],
      reversible: 'nothing is changed', exposed: { ...nobody, reasons: [why] }, facts: [`group ${id}`, ...policies.map(({ policy }) => `policy ${policy.id}`).sort(), ...purposes]
    }]
  })

  function isMixed({ excluded, uncompensated }: LeftOut, id: string): boolean {
    const members = samplesOf(compiled, excluded).filter(({ user }) => memberTruth(compiled.memberships.group(id), user) === TRUE)
    return members.some(({ user }) => uncompensated.has(user)) && members.some(({ user }) => !uncompensated.has(user))
  }
}

/** What a policy is for, by what it asks. */
function purposeOf({ demand, session }: CompiledPolicy): string {
  if (demand.block) return 'a block'
  const names = new Set(demand.clauses.flat().map(name => name === 'domainJoinedDevice' ? 'compliantDevice' : name.startsWith('authenticationStrength:') ? 'mfa' : name))
  return names.size === 0 ? `session limits (${Object.keys(session).sort().join(', ')})` : [...names].sort().map(name => `\`${name}\``).join(' and ')
}
