import { withApprovers } from './approvers.ts'
import { differencesOf } from './differences.ts'
import { groupWrite } from './groups.ts'
import { locationWrite } from './locations.ts'
import { isRefused, type Made } from './made.ts'
import { policyWrite } from './policies.ts'
import { baseOf } from '#src/tenant/base.ts'
import type { Announced } from '#src/domain/draft.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import type { ChangedRegion } from '#src/engine/compare.ts'
import type { Compiled } from '#src/engine/compile.ts'

/** What is announced of a write, with the text of which `baseHash` is the hash. */
export type AnnouncedWrite = Omit<Announced, 'baseHash'> & { readonly base: string }

/** The write that a wish comes to in the tenant as it stands, with everything that is said of it before anybody decides; or why there is none. */
export function announce(compiled: Compiled, wish: Wish): AnnouncedWrite | WishRefused {
  const made = madeOf(compiled, wish)
  return isRefused(made) ? made : announced(compiled, made)
}

/** The same, with the sign-ins that are asked for more or less, region by region; of a policy that is not in force, as if it were. */
export function foresee(compiled: Compiled, wish: Wish): AnnouncedWrite & { readonly regions: readonly ChangedRegion[] } | WishRefused {
  const made = madeOf(compiled, wish)
  return isRefused(made) ? made : { ...announced(compiled, made), regions: made.seen.regions }
}

function announced(compiled: Compiled, made: Made): AnnouncedWrite {
  const { tenant: { policies, locations } } = compiled
  const { write, effect, lockout } = made
  const { needs, warnings } = withApprovers(compiled, made.needs)
  return {
    ...write, differences: differencesOf(compiled, write), effect, lockout, needs, warnings: [...made.warnings, ...warnings],
    base: baseOf(write, { policies: policies.map(({ raw }) => raw), ...locations === undefined ? {} : { namedLocations: locations } })
  }
}

function madeOf(compiled: Compiled, wish: Wish): Made | WishRefused {
  switch (wish.kind) {
    case 'createPolicy': case 'patchPolicy': case 'setPolicyState': case 'deletePolicy': case 'restorePolicy': return policyWrite(compiled, wish)
    case 'createNamedLocation': case 'patchNamedLocation': case 'deleteNamedLocation': case 'restoreNamedLocation': return locationWrite(compiled, wish)
    default: return groupWrite(compiled, wish)
  }
}
