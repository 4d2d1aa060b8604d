import type { Collection } from './collection.ts'
import { isList, stringsAt, type Entity } from './json.ts'

export interface TransitiveMembers {
  readonly ids: readonly string[]
  readonly complete: boolean
}

/** Who is in which group, directly and through nested groups. Ids are compared in lower case. */
export interface Membership {
  /** Direct members as the file writes them; undefined when they could not be read. */
  membersOf(group: Entity): readonly string[] | undefined
  /** Every member through nesting; `complete` is false when a nested group's members could not be read. Cycles are tolerated. */
  transitiveMembersOf(group: Entity): TransitiveMembers
  /** The groups that hold an object, directly or through nesting. */
  groupsOf(id: string): readonly Entity[]
}

function membersOf(group: Entity): readonly string[] | undefined {
  return isList(group['members']) ? stringsAt(group, 'members') : undefined
}

function parentsByMember(groups: readonly Entity[]): Map<string, Entity[]> {
  const parents = new Map<string, Entity[]>()
  for (const group of groups) {
    for (const member of membersOf(group) ?? []) {
      const known = parents.get(member.toLowerCase())
      if (known === undefined) parents.set(member.toLowerCase(), [group])
      else known.push(group)
    }
  }
  return parents
}

function closure(groups: Collection, group: Entity): TransitiveMembers {
  const seen = new Map<string, string>()
  const visited = new Set([group.id.toLowerCase()])
  const open = [group]
  let complete = true
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const members = membersOf(next)
    if (members === undefined) complete = false
    for (const member of members ?? []) {
      const key = member.toLowerCase()
      seen.set(key, member)
      const nested = groups.get(member)
      if (nested === undefined || visited.has(key)) continue
      visited.add(key)
      open.push(nested)
    }
  }
  return { ids: [...seen.values()], complete }
}

export function createMembership(groups: Collection): Membership {
  let indexed: readonly Entity[] | undefined
  let parents: Map<string, Entity[]> | undefined
  let closures = new Map<string, TransitiveMembers>()

  function refresh(): void {
    const list = groups.list()
    if (list === indexed) return
    indexed = list
    parents = undefined
    closures = new Map()
  }

  function index(): Map<string, Entity[]> {
    refresh()
    parents ??= parentsByMember(groups.list())
    return parents
  }

  return {
    membersOf,
    transitiveMembersOf(group) {
      refresh()
      const key = group.id.toLowerCase()
      const known = closures.get(key) ?? closure(groups, group)
      closures.set(key, known)
      return known
    },
    groupsOf(id) {
      const found = new Map<string, Entity>()
      const open = [id.toLowerCase()]
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        for (const group of index().get(next) ?? []) {
          if (found.has(group.id.toLowerCase())) continue
          found.set(group.id.toLowerCase(), group)
          open.push(group.id.toLowerCase())
        }
      }
      return [...found.values()]
    },
  }
}
