import { bodyOf, readBody } from '../draft.ts'
import { withoutEmergency } from './emergency-exclusions.ts'
import { openPaths } from './exclusions.ts'
import { bodyFor, patched } from './patch.ts'
import { administratorsAmong } from './people.ts'
import { about, named, type Change, type Exposure, type Proposal, type Seen } from './proposal.ts'
import { offeredFor } from '../offered-templates.ts'
import { counted, listed } from '../phrases.ts'
import { several } from '../several.ts'
import { withoutStale } from './stale-references.ts'
import { wideningOf } from './widen.ts'
import { compilePolicy, type Compiled, type CompiledPolicy } from '#src/engine/compile.ts'
import { satisfies } from '#src/engine/satisfies.ts'
import { limitsAsMuch } from '#src/engine/controls.ts'
import { TRUE } from '#src/engine/truth.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** One way to close a requirement's gap; `cost` orders those of a kind, before the people touched beyond the gap and the oldest id. */
export interface Closer {
  readonly proposal: Proposal
  readonly cost: number
  readonly policy: string
}

const reportOnly = 'enabledForReportingButNotEnforced'
const enabled = 'enabled'
const mostTried = 4

/** What every closer of a gap says alike. */
function common({ requirement, uncoveredUsers, uncoveredApps, gaps }: Coverage, exposed: Exposure): Pick<Proposal, 'requirement' | 'severity' | 'title' | 'sources' | 'licence' | 'exposed' | 'facts'> {
  return {
    requirement: requirement.id, severity: requirement.severity, title: requirement.title, sources: [requirement.source.name], licence: requirement.licence.map(({ name }) => name), exposed,
    facts: [
      `requirement ${requirement.id}`, `${about(uncoveredUsers.count)} users exposed`, `${exposed.administrators} administrators among them`,
      `${about(uncoveredApps.count)} applications${uncoveredApps.anyOther ? ' and any other' : ''}`, ...new Set(gaps.map(({ words }) => words))
    ]
  }
}

export function exposureOf(compiled: Compiled, { requirement, uncoveredUsers, uncoveredApps, gaps, users }: Coverage): Exposure {
  const administrators = (requirement.population.subjects ?? 'people') === 'people' ? administratorsAmong(compiled, uncoveredUsers) : 0
  return {
    users: uncoveredUsers.count, administrators, apps: uncoveredApps, when: gaps[0]?.words,
    reasons: [
      ...administrators > 0 ? [`${counted(administrators, 'administrator')} among the exposed`] : [], `${uncoveredUsers.count} of ${users} users are exposed`,
      `${counted(uncoveredApps.count, 'application')}${uncoveredApps.anyOther ? ' and any other' : ''}`,
      gaps[0]?.words === 'always' ? 'under every condition' : `under the condition: ${gaps[0]?.words ?? ''}`
    ]
  }
}

/** The requirement's own policy, new. */
export function creationFor(compiled: Compiled, judged: Coverage): Closer {
  const { requirement, wouldCover } = judged
  const body = bodyOf(compiled, requirement)
  const template = offeredFor(compiled.tenant, requirement)
  const standing = compiled.tenant.policies.filter(({ policy }) => wouldCover.includes(policy.id)).map(named)
  return {
    cost: 0, policy: '', proposal: {
      ...common(judged, exposureOf(compiled, judged)), kind: 'createPolicy', subject: requirement.id, body, policies: [...wouldCover], isWatched: true, ...template === undefined ? {} : { template },
      summary: `create \`${body.displayName}\` in report-only mode${standing.length > 0 ? `; report-only ${standing.join(', ')} would already cover part of it` : ''}`,
      steps: [{ do: 'create', body, words: `create \`${body.displayName}\` in report-only mode` }, { do: 'enable', body: { ...body, state: enabled }, words: `turn on \`${body.displayName}\` when its report shows nothing unexpected` }],
      change: { gone: [], come: [readBody({ ...body, state: enabled }, `new ${requirement.id}`)] }, reversible: `turn off or delete \`${body.displayName}\``
    }
  }
}

/** Turning on report-only policies that cover the gap: one alone where it may, or all of them. */
export function enforcementsFor(seen: Seen, judged: Coverage): Closer[] {
  const { compiled } = seen
  if (judged.wouldLeave.count > 0) return []
  const adding = compiled.policies.filter(({ policy }) => judged.wouldCover.includes(policy.id))
  const sets = [...adding.slice(0, mostTried).map(one => [one]), ...adding.length > 1 ? [adding] : []]
  return sets.flatMap((set): Closer[] => {
    const reads = set.flatMap(({ index }) => compiled.tenant.policies[index] ?? [])
    const enforced = enforcement(compiled, reads)
    if (enforced === undefined) return []
    const ids = set.map(({ policy }) => policy.id).sort()
    return [{
      cost: set.length, policy: ids.join('+'), proposal: {
        ...common(judged, exposureOf(compiled, judged)), ...enforced, subject: several(ids),
        why: `${listed(reads.map(named))} ${reads.length === 1 ? 'closes the gap' : 'together close the gap'} without any other change`
      }
    }]
  })
}

/** What turning on policies is, whatever for; undefined where one of them names what is not there and a person must say what it is for. */
export function enforcement(compiled: Compiled, reads: readonly ReadPolicy[]): Pick<Proposal, 'kind' | 'policies' | 'isWatched' | 'summary' | 'steps' | 'change' | 'reversible'> | undefined {
  const whole = reads.map(read => withoutStale(compiled.tenant, read))
  const repaired = whole.filter(read => read !== undefined)
  if (repaired.length < reads.length) return undefined
  const guarded = repaired.map(read => withoutEmergency(compiled, read) ?? read)
  const isGuarded = guarded.some((read, at) => read !== repaired[at])
  const isRepaired = repaired.some((read, at) => read !== reads[at])
  const on = guarded.map(read => patched(read, { state: enabled }))
  const isManaged = reads.some(({ policy }) => policy.displayName.toLowerCase().startsWith('microsoft-managed:'))
  return {
    kind: isManaged ? 'reviewManaged' : 'enforcePolicy', policies: reads.map(({ policy }) => policy.id).sort(), isWatched: false,
    summary: `turn on report-only ${listed(reads.map(named))}${isManaged ? ', which Microsoft manages and turns on by itself' : ''}${isGuarded ? ', with the emergency accounts excluded' : ''}${isRepaired ? ', without what the tenant does not hold' : ''}`,
    steps: reads.map((read, at) => ({ do: 'enable', policy: read.policy.id, body: bodyFor(on[at] ?? read), words: listed([...repaired[at] === read ? [] : ['take out of it what the tenant does not hold'], ...guarded[at] === repaired[at] ? [] : ['exclude the emergency accounts from it'], `turn on ${named(read)}`]) })),
    change: { gone: reads, come: on }, reversible: `set ${listed(reads.map(named))} back to report-only`
  }
}

/** Extensions of enforced policies that decide something, ask for what the requirement does and nothing else, those with the fewest changes first. */
export function extensionsFor(seen: Seen, judged: Coverage): Closer[] {
  const { compiled, analysis: { implied, vacuous } } = seen
  const idle = new Set([...vacuous, ...implied.filter(({ kind }) => kind === 'overridden')].map(({ policy }) => policy))
  const { requirement } = judged
  if ((requirement.population.subjects ?? 'people') !== 'people') return []
  const template = compilePolicy(readBody(requirement.template), -1, compiled.memberships)
  const fitting = compiled.policies.filter(policy => policy.mode === 'enforced' && !idle.has(policy) && !policy.unrecognised && policy.workloads === null && readOf(compiled, policy)?.unrecognised.length === 0 &&
    satisfies(policy, requirement, compiled.tenant) === TRUE && asksNoMore(policy, template, requirement))
  return fitting.flatMap((policy): Closer[] => {
    const widening = wideningOf(compiled, policy, judged)
    const read = readOf(compiled, policy)
    const wider = widening === undefined || read === undefined ? undefined : patched(read, widening.patch)
    const extended = wider === undefined ? undefined : withoutStale(compiled.tenant, wider)
    if (widening === undefined || read === undefined || extended === undefined || widening.changes === 0 || widening.toAll > 1) return []
    const exposed = exposureOf(compiled, judged)
    const reasons = [...exposed.reasons, ...widening.dropped.length > 0 ? openPaths(seen, policy) : []]
    return [{ cost: widening.changes, policy: policy.policy.id, proposal: { ...common(judged, { ...exposed, reasons }), ...extension({ gone: [read], come: [extended] }, [...widening.words, ...extended === wider ? [] : ['take out what the tenant does not hold']]), subject: requirement.id } }]
  }).sort((a, b) => a.cost - b.cost || (a.policy < b.policy ? -1 : 1)).slice(0, mostTried)
}

function readOf({ tenant }: Compiled, { index }: CompiledPolicy): ReadPolicy | undefined {
  return tenant.policies[index]
}

/** Whether a policy blocks only where the template does, and its controls and limits are the requirement's own. */
function asksNoMore({ demand, session }: CompiledPolicy, template: CompiledPolicy, { satisfiedBy }: Requirement): boolean {
  const own = new Set([...satisfiedBy.controls, ...template.demand.clauses.flat()])
  return demand.block === template.demand.block && demand.clauses.every(clause => clause.every(name => own.has(name))) &&
    Object.entries(session).every(([name, value]) => limitsAsMuch(name, template.session[name], value))
}

/** A policy before and after. */
interface Extension extends Change {
  readonly gone: readonly [ReadPolicy]
  readonly come: readonly [ReadPolicy]
}

function extension(change: Extension, changes: readonly string[]): Pick<Proposal, 'kind' | 'policies' | 'isWatched' | 'summary' | 'steps' | 'change' | 'reversible'> {
  const { gone: [standing], come: [extended] } = change
  const { id } = standing.policy
  const body = bodyFor(extended)
  const trial = { ...body, displayName: `${body.displayName} (extended, on trial)`, state: reportOnly }
  const words = listed(changes, 12)
  return {
    kind: 'extendPolicy', policies: [id], isWatched: true, summary: `extend ${named(standing)}: ${words}`, change,
    steps: [
      { do: 'create', body: trial, words: `create \`${trial.displayName}\` in report-only mode, to watch what the extension will do` },
      { do: 'patch', policy: id, body, words: `change ${named(standing)}: ${words}` },
      { do: 'delete', body: trial, words: `delete \`${trial.displayName}\`` }
    ],
    reversible: `set the conditions of ${named(standing)} back to what they were`
  }
}
