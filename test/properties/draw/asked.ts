import { combine, type Outcome } from '#src/simulator/what-if/combining.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import type { Truth } from '#src/simulator/what-if/truth.ts'
import type { Body } from './random.ts'

/** Each policy of a file with whether it applies to a sign-in, as the naive evaluator judges it. */
export type Judged = readonly { readonly policy: Body, readonly applies: Truth }[]

export function judged(file: Body, signIn: unknown): Judged {
  const { policies } = whatIf(file, signIn)
  return objects(file['policies']).map((policy, index) => ({ policy, applies: policies[index]?.policyApplies ?? null }))
}

export function isReportOnly({ state }: Body): boolean {
  return state === 'enabledForReportingButNotEnforced'
}

/** The outcome of policies that were judged already (O1, O5). */
export function outcomeOf(all: Judged): Outcome {
  const counting = all.filter(({ policy }) => !isReportOnly(policy))
  return combine(counting.map(({ policy }) => policy), counting.map(({ applies }) => applies))
}

/** What some policies ask for together, each of its own; session controls as pairs, so that none is lost where two differ. */
export interface Asked {
  readonly isBlocked: boolean
  readonly clauses: readonly (readonly string[])[]
  readonly session: readonly (readonly [string, unknown])[]
}

/** What the enforced policies ask for if none that is unknown applies, and if all do. */
export function askedOf(all: Judged): readonly [certain: Asked, possible: Asked] {
  const counting = all.filter(({ policy }) => !isReportOnly(policy))
  const among = (least: readonly Truth[]): Asked => {
    const single = counting.filter(({ applies }) => least.includes(applies)).map(({ policy }) => combine([policy], [true]))
    return {
      isBlocked: single.some(({ result }) => result === 'blocked'), clauses: single.flatMap(({ controls }) => controls), session: single.flatMap(({ session }) => Object.entries(session))
    }
  }
  return [among([true]), among([true, null])]
}

/** Whether the one asks for all that the other does, or blocks. */
export function asksAsMuch(one: Asked, other: Asked): boolean {
  if (one.isBlocked) return true
  return !other.isBlocked && other.clauses.every(clause => one.clauses.some(own => own.every(name => clause.includes(name))))
    && other.session.every(([name, value]) => one.session.some(([own, set]) => own === name && (set === value || (name === 'signInFrequency' && hours(set) <= hours(value)))))
}

function hours(frequency: unknown): number {
  return frequency === 'everyTime' ? 0 : Number.parseInt(String(frequency), 10)
}
