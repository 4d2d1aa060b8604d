import { SignIns } from './sign-ins.ts'
import { loadTenant, timed, withTenantFile, type TenantSize } from './tenant-files.ts'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'

const signIns = 20_000

/** Judges sign-ins of which no two are the same, made beforehand; microseconds each. The first round is the first that the process judges. */
export async function benchEvaluate(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const tenant = await loadTenant(path)
    const compiled = compile(tenant)
    const drawn = new SignIns(tenant)
    const outcomes = new Set<string>()
    const rounds: number[] = []
    for (let round = 0; round < 4; round++) {
      const batch = drawn.take(signIns)
      const { ms } = await timed(() => { for (const signIn of batch) outcomes.add(evaluate(compiled, signIn).outcome.result) })
      rounds.push(Number((1000 * ms / signIns).toFixed(2)))
    }
    const [cold = Number.NaN, ...warm] = rounds
    return { ...size, signIns, microseconds: cold, warmMicroseconds: Math.min(...warm), results: outcomes.size }
  })
}
