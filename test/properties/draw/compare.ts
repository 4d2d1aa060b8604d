import { isDeepStrictEqual } from 'node:util'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import { randomSignIn } from './sign-in.ts'
import { randomTenant } from './tenant.ts'
import { type Body, seeded } from './random.ts'
import { count, type Tally } from './tally.ts'

/** A tenant, reduced to the policies that matter, and a sign-in on which the two evaluators differ. */
export interface Mismatch {
  readonly pair: number
  readonly engine: unknown
  readonly naive: unknown
  readonly tenant: Body
  readonly signIn: Body
}

export interface Comparison { readonly pairs: number, readonly tally: Tally, readonly mismatches: Mismatch[], readonly differing: number }

const signInsPerTenant = 25
const reported = 20

/** Compares the engine with the naive evaluator on random pairs: whether each policy applies, and the outcome, both strictly. */
export function comparePairs(pairs: number, seed: number): Comparison {
  const random = seeded(seed)
  const tally: Tally = new Map()
  const mismatches: Mismatch[] = []
  let differing = 0
  for (let pair = 0; pair < pairs; pair += signInsPerTenant) {
    const tenant = randomTenant(random)
    const compiled = compile(tenantOf(tenant))
    for (let each = 0; each < signInsPerTenant; each += 1) {
      const signIn = randomSignIn(random, tenant)
      const naive = whatIf(tenant, signIn)
      count(tally, tenant, signIn, naive.outcome)
      const engine = judged(compiled, signIn)
      if (isDeepStrictEqual(essence(engine), essence(naive))) continue
      differing += 1
      if (mismatches.length < reported) mismatches.push({ pair: pair + each, ...shrink(tenant, signIn) })
    }
  }
  return { pairs, tally, mismatches, differing }
}

interface Answer { readonly policies: readonly { id: string, policyApplies: boolean | null, analysisReasons: string }[], readonly outcome: unknown }

function essence(answer: Answer): unknown {
  return { outcome: answer.outcome, policies: answer.policies.map(({ id, policyApplies }) => [id, policyApplies]) }
}

function judged(compiled: Compiled, body: Body): Answer {
  const parsed = parseSignIn(body)
  if (!('signIn' in parsed)) throw new Error(`the engine refuses a sign-in that was drawn: ${JSON.stringify({ parsed, body })}`)
  return evaluate(compiled, parsed.signIn)
}

function answers(tenant: Body, signIn: Body): [Answer, Answer] {
  return [judged(compile(tenantOf(tenant)), signIn), whatIf(tenant, signIn)]
}

/** Takes policies away, one after the other, as long as the answers still differ. */
function shrink(tenant: Body, signIn: Body): Omit<Mismatch, 'pair'> {
  const differs = (policies: unknown[]): boolean => {
    const [engine, naive] = answers({ ...tenant, policies }, signIn)
    return !isDeepStrictEqual(essence(engine), essence(naive))
  }
  const policies = objects(tenant['policies']).reduce<unknown[]>((kept, policy) => {
    const fewer = kept.filter((one) => one !== policy)
    return differs(fewer) ? fewer : kept
  }, objects(tenant['policies']))
  const smaller = { ...tenant, policies }
  const [engine, naive] = answers(smaller, signIn)
  return { engine, naive, tenant: smaller, signIn }
}
