import { checkInstruction, type Checked } from '#src/advisor/direction/check.ts'
import { declaredSettings, type Fault, type Ground } from '#src/advisor/direction/declare.ts'
import { sentenceOf, standingWishes, withWish } from '#src/advisor/direction/wish.ts'
import { hasExpired, type Declaration, type TenantSettings } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import type { Caller, Ports, Snapshot } from './ports.ts'

/** What is declared now, what it would be, or everything that is wrong with what was said. */
export type Directed = { readonly standing: TenantSettings } & ({ readonly settings: TenantSettings } | { readonly faults: readonly Fault[] })

interface Directing {
  readonly ports: Ports
  readonly caller: Caller
  readonly signal: AbortSignal
}

/** The settings that a declaration means in the tenant as it was last read. */
export async function declarationIn({ ports, caller, signal }: Directing, declaration: Declaration): Promise<Directed> {
  const standing = await ports.settings(caller)
  const tenant = (await ports.snapshot(caller, signal))?.tenant
  return { standing, ...declaredSettings(declaration, groundOf({ ports, caller }, tenant, standing)) }
}

/** What becomes of one sentence; where it is understood, what the settings would then be. */
export type Instructed = { readonly checked: Exclude<Checked, { verdict: 'understood' }> } | { readonly checked: Checked & { verdict: 'understood' }, readonly directed: Directed }

export async function instructionIn({ ports, caller }: Pick<Directing, 'ports' | 'caller'>, { tenant }: Snapshot, instruction: string): Promise<Instructed> {
  const standing = await ports.settings(caller)
  const ground = groundOf({ ports, caller }, tenant, standing)
  const checked = checkInstruction(instruction, { tenant, settings: standing, now: ground.now })
  if (checked.verdict !== 'understood') return { checked }
  const wanted = withWish(standing, checked.wish, { author: ground.author, at: ground.now, instruction })
  return { checked, directed: { standing, ...declaredSettings(wanted, ground) } }
}

function groundOf({ ports, caller }: Pick<Directing, 'ports' | 'caller'>, tenant: Tenant | undefined, standing: TenantSettings): Ground {
  return { tenant, standing, author: caller.operator.oid, now: ports.now() }
}

/** Everything that is directed, each as one sentence with the names of today. */
export function instructionsOf({ tenant }: Snapshot, settings: TenantSettings, now: Date): { sentence: string, sets: string, expired: boolean }[] {
  return standingWishes(settings).map(wish => ({
    sentence: sentenceOf(tenant, wish), sets: wish.sets, expired: wish.sets === 'exception' && hasExpired(wish.exception, now.toISOString())
  }))
}
