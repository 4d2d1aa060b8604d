import { bodyFor } from './patch.ts'
import { named, nobody, type Proposal, type Seen } from './proposal.ts'
import { withoutStale } from './stale-references.ts'
import { accountsIn, listed } from '../phrases.ts'
import { readBody } from '../draft.ts'
import { several } from '../several.ts'
import { isAboutWorkloads } from '#src/engine/demands.ts'
import type { Consolidation } from '#src/engine/analyse/consolidate.ts'
import type { CompiledPolicy } from '#src/engine/compile.ts'
import type { Implied } from '#src/engine/analyse/implied.ts'
import type { Step } from '#src/domain/suggestion.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

const reportOnly = 'enabledForReportingButNotEnforced'

/** What removes policies, with the policies that must stay for it to change nothing. */
export interface Removal {
  readonly proposal: Proposal
  readonly relies: readonly string[]
}

/** Enforced policies that change no outcome, removed; each relies on those that make it needless. */
export function removals({ compiled, analysis: { implied, vacuous } }: Seen): Removal[] {
  const readOf = ({ index }: CompiledPolicy): ReadPolicy | undefined => compiled.tenant.policies[index]
  const needless = implied.flatMap((one): Removal[] => {
    const read = readOf(one.policy)
    return read === undefined ? [] : [{ relies: one.by.map(({ policy }) => policy.id), proposal: removal(read, `${words[one.kind]} ${listed(one.by.map(named).sort())}`, factsOf(one)) }]
  })
  const idle = vacuous.filter(({ policy }) => policy.mode === 'enforced' && !isAboutWorkloads(policy)).flatMap(({ policy, reason }): Removal[] => {
    const read = readOf(policy)
    return read === undefined ? [] : [{ relies: [], proposal: removal(read, `it never matters: ${reason}`, [`policy ${policy.policy.id}`, reason]) }]
  })
  return [...needless, ...idle].sort((a, b) => a.proposal.subject < b.proposal.subject ? -1 : 1)
}

const words = {
  shadowed: 'it changes no outcome beside', redundant: 'it changes no outcome beside, together,', overridden: 'every sign-in that it applies to is blocked by'
}

function factsOf({ kind, policy, by }: Implied): string[] {
  return [`policy ${policy.policy.id}`, kind, ...by.map(other => `by ${other.policy.id}`).sort()]
}

function removal(read: ReadPolicy, reason: string, facts: readonly string[]): Proposal {
  const { policy } = read
  return {
    kind: 'removePolicy', subject: policy.id, severity: 'low', title: `Remove ${named(read)}`, summary: `turn off, then delete ${named(read)}: ${reason}`, policies: [policy.id],
    steps: [{ do: 'disable', policy: policy.id, words: `turn off ${named(read)}` }, { do: 'delete', policy: policy.id, words: `delete ${named(read)} when nothing was missed` }],
    change: { gone: [read], come: [] }, isWatched: false, sources: ['proven from the tenant\'s policies'], licence: [],
    reversible: `turn ${named(read)} on again, or restore it within 30 days`, exposed: { ...nobody, reasons: [reason] }, facts
  }
}

/** Sets of policies that one can replace, none of them in need of a repair: as a plan where it is proven to change nothing, else as advice with the difference. */
export function merges({ compiled, analysis: { consolidations } }: Seen): Proposal[] {
  return consolidations.flatMap(found => {
    const reads = found.policies.flatMap(({ index }) => compiled.tenant.policies[index] ?? [])
    return reads.some(read => withoutStale(compiled.tenant, read) !== read) ? [] : found.stricter.length + found.looser.length === 0 ? plan(found, reads) : advice(found, reads, compiled.tenant.users.read)
  })
}

function common({ policies }: Consolidation, reads: readonly ReadPolicy[]): Pick<Proposal, 'kind' | 'subject' | 'severity' | 'title' | 'policies' | 'sources' | 'licence' | 'exposed'> {
  const ids = policies.map(({ policy }) => policy.id).sort()
  return {
    kind: 'mergePolicies', subject: several(ids), severity: 'low', title: `Make ${listed(reads.map(named).sort())} one`, policies: ids,
    sources: ['proven from the tenant\'s policies'], licence: [], exposed: { ...nobody, reasons: [`${policies.length} policies do what one can`] }
  }
}

function plan(found: Consolidation, reads: readonly ReadPolicy[]): Proposal {
  const isEnforced = found.policies.some(({ mode }) => mode === 'enforced')
  const body = { ...found.body, displayName: `${found.body.displayName} (merged)` }
  const watched = { ...body, state: reportOnly }
  const name = `\`${body.displayName}\``
  const on: Step[] = isEnforced ? [{ do: 'enable', body, words: `turn on the merged ${name}` }, ...reads.map((read): Step => ({ do: 'disable', policy: read.policy.id, words: `turn off ${named(read)}` }))] : []
  const merged = readBody(body, `merged ${found.policies.map(({ policy }) => policy.id).sort().join('+')}`)
  return {
    ...common(found, reads), isWatched: true, summary: `replace ${reads.length} policies, ${listed(reads.map(named).sort())}, by one: proven to change no outcome`,
    steps: [{ do: 'create', body: watched, words: `create the merged ${name} in report-only mode` }, ...on, ...reads.map((read): Step => ({ do: 'delete', policy: read.policy.id, words: `delete ${named(read)}` }))],
    change: { gone: reads, come: [merged] }, reversible: `turn on ${listed(reads.map(named))} again and turn off the merged policy`,
    facts: [...found.policies.map(({ policy }) => `policy ${policy.id}`).sort(), JSON.stringify(bodyFor(merged).conditions), JSON.stringify(body.grantControls ?? null)]
  }
}

function advice(found: Consolidation, reads: readonly ReadPolicy[], isRead: boolean): Proposal {
  const [most] = [...found.stricter, ...found.looser].sort((a, b) => b.users.count - a.users.count)
  const difference = `${found.stricter.length > 0 ? 'more' : 'less'} would be asked of ${accountsIn(most?.users.count ?? 0, isRead)}, ${most?.words ?? ''}`
  const words = `${reads.length} policies, ${listed(reads.map(named).sort())}, could be one but for this: ${difference}`
  return {
    ...common(found, reads), isWatched: false, summary: words, steps: [{ do: 'advice', body: found.body, words: `decide whether the difference is meant: ${difference}` }],
    change: { gone: [], come: [] }, reversible: 'nothing is changed', facts: [...found.policies.map(({ policy }) => `policy ${policy.id}`).sort(), difference]
  }
}
