import { IdColumn } from './id-column.ts'
import type { Group } from '#src/domain/directory.ts'
import type { Groups } from './tenant.ts'

/** Where a member may be found once everything was read: each gives a dense index or -1. */
export interface Directory {
  user(id: string): number
  app(id: string): number
}

interface Row {
  readonly group: Group
  /** Direct members, by their place in the column of member ids. */
  readonly members: Uint32Array
  readonly owners: readonly string[] | undefined
}

/** Groups with their members as numbers of one id column, resolved when everything was read. */
export class GroupTable {
  readonly #ids = new IdColumn()
  readonly #rows: Row[] = []
  readonly #memberIds = new IdColumn()

  /** Adds a group with the ids of its direct members; false where the id is there already. */
  add(group: Group, members: readonly string[], owners: readonly string[] | undefined): boolean {
    const index = this.#ids.add(group.id)
    if (index < this.#rows.length) return false
    this.#rows.push({ group, members: Uint32Array.from(members, id => this.#memberIds.add(id)), owners })
    return true
  }

  /** The finished table, in the order of the ids, members sorted out. */
  groups(read: boolean, directory: Directory): Groups {
    const ids = this.#ids.ordered()
    const rows = Array.from(ids.places).flatMap(place => this.#rows[place] ?? [])
    const groupIndexOf = (id: string): number => ids.indexOf(id)
    const { users, groups, unresolved } = this.#resolved(rows, { ...directory, group: groupIndexOf })
    return {
      read, count: rows.length,
      at: index => rows[index]?.group ?? nobody,
      indexOf: groupIndexOf,
      named: text => rows.flatMap(({ group }, index) => group.displayName.toLowerCase() === text.toLowerCase() ? [index] : []),
      membersRead: index => rows[index]?.group.membersRead ?? false,
      usersOf: index => users[index] ?? none, groupsOf: index => groups[index] ?? none,
      unresolvedOf: index => unresolved[index] ?? [],
      ownersOf: index => rows[index]?.owners
    }
  }

  #resolved(rows: readonly Row[], directory: Directory & { group(id: string): number }): { users: Uint32Array[], groups: Uint32Array[], unresolved: string[][] } {
    const userOf = this.#lookup(id => directory.user(id))
    const groupOf = this.#lookup(id => directory.group(id))
    const appOf = this.#lookup(id => directory.app(id))
    const isUnresolved = (member: number): boolean => userOf[member] === -1 && groupOf[member] === -1 && appOf[member] === -1
    return {
      users: rows.map(({ members }) => sorted(members, userOf)), groups: rows.map(({ members }) => sorted(members, groupOf)),
      unresolved: rows.map(({ members }) => [...new Set(members)].filter(isUnresolved).map(member => this.#memberIds.at(member).toLowerCase()).sort())
    }
  }

  #lookup(find: (id: string) => number): Int32Array {
    return Int32Array.from({ length: this.#memberIds.size }, (_, member) => find(this.#memberIds.at(member)))
  }
}

const none = new Uint32Array(0)
const nobody: Group = { id: '', displayName: '', isAssignableToRole: false, isManagementRestricted: false, membersRead: false, membershipRule: null }

/** The dense indices of the members that are found, ascending, each once. */
function sorted(members: Uint32Array, found: Int32Array): Uint32Array {
  const indices = Uint32Array.from([...new Set(members)].map(member => found[member] ?? -1).filter(index => index >= 0))
  return indices.sort()
}
