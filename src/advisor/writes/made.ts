import { effectAtOnce, effectBetween, type Seen } from '../effect.ts'
import { compareIn } from '#src/engine/compare.ts'
import { recompile, type Compiled } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Asked } from './approvers.ts'
import type { Effect, Lockout } from '#src/domain/draft.ts'
import type { WishRefused } from '#src/domain/wish.ts'
import type { Write } from '#src/domain/write.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** A wish that can be a write, with what it does. */
export interface Made {
  readonly write: Write
  readonly effect: Effect
  readonly lockout: Lockout
  /** Where sign-ins are asked for more or less; of what is in report-only mode or off afterwards, as if it were on. */
  readonly seen: Seen
  readonly needs: Asked
  readonly warnings: readonly string[]
}

export function refusal(refused: string, detail: string, pointer?: string): WishRefused {
  return { refused, detail, ...pointer === undefined ? {} : { pointer } }
}

export function isRefused(made: object): made is WishRefused {
  return 'refused' in made
}

/** The policies after a write; where it leaves one in report-only mode or off, `on` are those with it turned on. */
export interface Prospect {
  readonly after: readonly ReadPolicy[]
  readonly on?: readonly ReadPolicy[]
  /** The policies that must not lock anybody out. */
  readonly safe: readonly ReadPolicy[]
}

/** What of a made write is about sign-ins. */
export type Outlook = Pick<Made, 'effect' | 'lockout' | 'seen'>

/** What a write to policies does to sign-ins, exactly. */
export function outlookOf(before: Compiled, { after, on, safe }: Prospect): Outlook {
  const lockout = lockoutIn(recompile(before, safe))
  if (on === undefined) return atOnce(compareIn(before, after), lockout)
  const [now, seen] = [compareIn(before, after), compareIn(before, on)]
  return { effect: effectBetween(now, seen), lockout, seen }
}

/** What a write that is in force as soon as it is made does to sign-ins. */
export function atOnce(seen: Seen, lockout: Lockout): Outlook {
  return { effect: effectAtOnce(seen), lockout, seen }
}

export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
