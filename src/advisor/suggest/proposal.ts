import type { Compiled } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { PolicyAnalysis } from '#src/engine/analyse/analyse.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Step, Suggestion } from '#src/domain/suggestion.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** All that suggestions are made from. */
export interface Seen {
  readonly compiled: Compiled
  readonly coverages: readonly Coverage[]
  readonly analysis: PolicyAnalysis
}

/** Policies of the tenant that are no longer there in the final state, and those that are then, as they then stand. */
export interface Change {
  readonly gone: readonly ReadPolicy[]
  readonly come: readonly ReadPolicy[]
}

/** Whom and what a suggestion is about: what its rank goes by after the severity. */
export interface Exposure {
  readonly users: number
  readonly administrators: number
  readonly apps: { readonly count: number, readonly anyOther: boolean }
  /** The conditions as a phrase; undefined where there are none to name. */
  readonly when: string | undefined
  /** In sentences. */
  readonly reasons: readonly string[]
}

/** A suggestion before it is judged against the tenant and ranked among the others. */
export interface Proposal extends Pick<Suggestion, 'kind' | 'severity' | 'title' | 'summary' | 'licence' | 'reversible'> {
  /** What the id is made of besides the kind. */
  readonly subject: string
  readonly requirement?: string
  readonly closes?: readonly string[]
  readonly policies: readonly string[]
  readonly steps: readonly Step[]
  readonly body?: PolicyBody
  readonly change: Change
  /** Whether the first step changes no outcome, so that what would happen can be watched before it does. */
  readonly isWatched: boolean
  readonly sources: readonly string[]
  readonly exposed: Exposure
  /** The material facts, one each. */
  readonly facts: readonly string[]
  readonly why?: string
  /** Which template of Microsoft's the new policy is of, in words. */
  readonly template?: string
}

export const nothing: Change = { gone: [], come: [] }
export const nobody: Exposure = { users: 0, administrators: 0, apps: { count: 0, anyOther: false }, when: undefined, reasons: [] }

/** A number as the power of two that is not below it: what grows by half is not news. */
export function about(count: number): string {
  return count === 0 ? '0' : `up to ${2 ** Math.ceil(Math.log2(count))}`
}

export function named({ policy }: { readonly policy: { readonly displayName: string } }): string {
  return `\`${policy.displayName}\``
}
