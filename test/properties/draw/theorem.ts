import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Verdict } from '#src/domain/verdict.ts'
import { randomSignIn } from './sign-in.ts'
import { randomTenant } from './tenant.ts'
import { type Body, type Random, seeded } from './random.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 75)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)
const signInsPerTenant = 40

/** One random tenant file with sign-ins near its policies, and a source for whatever else a theorem needs. */
export interface Drawn {
  readonly file: Body
  readonly policies: readonly Body[]
  readonly signIns: readonly SignIn[]
  readonly random: Random
}

/** Records one case in which the premise of a theorem was true. */
export type Check = (holds: boolean, example: () => unknown) => void

/** A test that looks for a counterexample in random tenants; without cases enough to mean anything it fails, too. */
export function theorem(name: string, claim: (drawn: Drawn, check: Check) => void): void {
  test(name, t => {
    const random = seeded(seed)
    const wrong: string[] = []
    let cases = 0
    for (let number = 0; number < tenants; number++) {
      const file = randomTenant(random)
      const signIns = Array.from({ length: signInsPerTenant }, () => signInOf(randomSignIn(random, file)))
      claim({ file, policies: objects(file['policies']), signIns, random }, (holds, example) => {
        cases++
        if (!holds) wrong.push(`tenant ${number}: ${JSON.stringify(example())}`)
      })
    }
    t.comment(`seed ${seed}, ${tenants} tenants, ${cases} cases, ${wrong.length} against`)
    t.strictSame(wrong.slice(0, 3), [])
    t.ok(cases * 3 >= tenants, `${cases} cases`)
    t.end()
  })
}

function signInOf(body: Body): SignIn {
  const parsed = parseSignIn(body)
  if ('errors' in parsed) throw new Error(`the engine refuses a sign-in that was drawn: ${JSON.stringify(parsed.errors)}`)
  return parsed.signIn
}

/** Judges sign-ins by the policies of a file. */
export function judgeOf(file: Body): (signIn: SignIn) => Verdict {
  const compiled = compile(tenantOf(file))
  return signIn => evaluate(compiled, signIn)
}
