import type { Wish } from '#src/domain/wish.ts'

type Named = (id: string) => string

/** The wish with other ids. Nothing but ids is looked at, so every other text stays. */
export function withIds(wish: Wish, at: Named): Wish {
  switch (wish.kind) {
    case 'setPolicyState': case 'deletePolicy': return { ...wish, policy: at(wish.policy) }
    case 'patchPolicy': return { ...wish, policy: at(wish.policy), body: { ...wish.body, conditions: inMembers(wish.body.conditions, at) } }
    case 'createPolicy': return { ...wish, body: { ...wish.body, conditions: inMembers(wish.body.conditions, at) } }
    case 'addGroupMembers': case 'removeGroupMember': return { ...wish, group: at(wish.group) }
    default: return wish
  }
}

/** Every id that `withIds` would ask about. */
export function idsOf(wish: Wish): string[] {
  const ids: string[] = []
  withIds(wish, id => { ids.push(id); return id })
  return ids
}

function inMembers(members: Readonly<Record<string, unknown>>, at: Named): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, inValue(value, at)]))
}

function inValue(value: unknown, at: Named): unknown {
  if (typeof value === 'string') return at(value)
  if (Array.isArray(value)) return value.map((entry: unknown) => inValue(entry, at))
  return typeof value === 'object' && value !== null ? inMembers(Object.fromEntries(Object.entries(value)), at) : value
}
