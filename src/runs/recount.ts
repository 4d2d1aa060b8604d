import type { Change, Outcome } from '#src/domain/change.ts'
import { objectOf } from '#src/domain/write.ts'
import { compareIn } from '#src/engine/compare.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { NamedLocation } from '#src/domain/named-location.ts'
import type { Snapshot } from '#src/skills/ports.ts'
import { locationForm } from '#src/tenant/base.ts'
import { namedLocationOf } from '#src/tenant/directory.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { State } from '#src/tenant/reread.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'
import type { Snapshots } from './snapshots.ts'

/**
 * Recomputes coverage over the tenant as it stands after a change, compares it with the tenant that was announced, and keeps what was read
 * again, so that the next draft starts from it. Undefined while the tenant was never read.
 */
export function createRecount({ snapshots, now }: { readonly snapshots: Snapshots, readonly now: () => Date }) {
  return async (tenantId: string, change: Change, state: State): Promise<Outcome | undefined> => {
    const again = await snapshots.reread(tenantId, { at: now().toISOString(), state })
    return again === undefined ? undefined : outcomeOf(change, again)
  }
}

function outcomeOf(change: Change, { before, after }: { readonly before: Snapshot, readonly after: Snapshot }): Outcome {
  const statuses = new Map(before.analysis.requirements.map(({ id, status }) => [id, status]))
  const requirements = after.analysis.requirements.flatMap(({ id, status }) => {
    const was = statuses.get(id)
    return was === undefined || was === status ? [] : [{ id, before: was, after: status }]
  })
  const asAnnounced = objectOf(change.kind) === 'group' ? null : isAsAnnounced(change, before.tenant, after.compiled)
  const moved = requirements.map(({ id, before: was, after: is }) => `\`${id}\` went from \`${was}\` to \`${is}\``).join(', ')
  const said = asAnnounced === null ? 'who is in a group is read again with the next run' : asAnnounced ? 'the tenant stands as announced' : 'the tenant stands otherwise than announced: something else was changed, too'
  return { asAnnounced, summary: `${said}; ${moved === '' ? 'no requirement changed its status' : moved}`, requirements }
}

/** A list after a change of the object with the id: without it, and with `own` where one then stands. */
function replaced<T>(list: readonly T[], idOf: (one: T) => string, { id, own }: { readonly id: string, readonly own: T | undefined }): T[] {
  return [...list.filter(one => idOf(one).toLowerCase() !== id.toLowerCase()), ...own === undefined ? [] : [own]]
}

function announcedPolicies({ kind, target, objectId, body }: Change, { policies }: Tenant): readonly ReadPolicy[] {
  if (objectOf(kind) !== 'policy') return policies
  const id = target ?? objectId ?? ''
  const read = parsePolicy({ ...body, id })
  return replaced(policies, ({ policy }) => policy.id, { id, own: kind === 'deletePolicy' || 'reason' in read ? undefined : read })
}

function announcedLocations({ kind, target, objectId, body }: Change, { locations = [] }: Tenant): readonly NamedLocation[] {
  if (objectOf(kind) !== 'namedLocation') return locations
  const id = target ?? objectId ?? ''
  return replaced(locations, one => one.id, { id, own: kind === 'deleteNamedLocation' ? undefined : namedLocationOf({ ...body, id }) })
}

function isAsAnnounced(change: Change, before: Tenant, after: Compiled): boolean {
  return textOf(announcedLocations(change, before)) === textOf(after.tenant.locations ?? []) && compareIn(after, announcedPolicies(change, before)).relation === 'equivalent'
}

function textOf(locations: readonly NamedLocation[]): string {
  return locations.map(location => JSON.stringify([location.id.toLowerCase(), locationForm(location)])).sort().join('\n')
}
