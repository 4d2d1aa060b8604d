import { loadTenant, timed, withTenantFile, type TenantSize } from './tenant-files.ts'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

const rounds = 20_000

/** Judges sign-ins of many users to many applications; microseconds each. */
export async function benchEvaluate(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const tenant = await loadTenant(path)
    const compiled = compile(tenant)
    const signInAt = (round: number): SignIn => ({
      signInIdentity: { userId: tenant.users.at(round * 7919 % tenant.users.count).id },
      signInContext: { includeApplications: [tenant.apps.list[round * 31 % tenant.apps.list.length]?.appId ?? ''] },
      signInConditions: { clientAppType: 'browser', devicePlatform: 'windows', ipAddress: `203.0.113.${round % 256}`, country: 'DE' }
    })
    for (let round = 0; round < 2_000; round++) evaluate(compiled, signInAt(round))
    const { ms } = await timed(() => { for (let round = 0; round < rounds; round++) evaluate(compiled, signInAt(round)) })
    return { ...size, signIns: rounds, microseconds: Number((1000 * ms / rounds).toFixed(1)) }
  })
}
