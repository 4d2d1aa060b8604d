import type { Test } from 'tap'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import type { Verdict } from '#src/domain/verdict.ts'

/** A tenant as the two evaluators take it. */
export interface Judged {
  readonly file: Record<string, unknown>
  readonly compiled: Compiled
}

export function judged(file: Record<string, unknown>): Judged {
  return { file, compiled: compile(tenantOf(file)) }
}

export type Answers = Readonly<Record<'engine' | 'naive', Verdict | ReturnType<typeof whatIf>>>

/** What the engine and the naive evaluator answer to one sign-in. */
export function answersTo({ file, compiled }: Judged, body: unknown): Answers {
  const parsed = parseSignIn(body)
  if ('errors' in parsed) throw new Error('the sign-in of a case is none', { cause: parsed.errors })
  return { engine: evaluate(compiled, parsed.signIn), naive: whatIf(file, body) }
}

/** Both evaluators give the outcome. */
export function sameOutcome(t: Test, { engine, naive }: Answers, expected: { result: string, controls: string[][] }, what: string): void {
  const short = ({ outcome: { result, controls } }: Answers['naive']): unknown => ({ result, controls })
  t.strictSame(short(engine), expected, `${what}: the engine`)
  t.strictSame(short(naive), expected, `${what}: the naive evaluator`)
}
