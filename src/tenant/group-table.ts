import { IdColumn } from './id-column.ts'
import type { Group } from '#src/domain/directory.ts'
import type { Groups } from './tenant.ts'

/** Where a member may be found once everything was read: each gives a dense index or -1. */
export interface Directory {
  user(id: string): number
  app(id: string): number
}

/** Groups with their members as numbers of one id column, resolved when everything was read. */
export class GroupTable {
  readonly #ids = new IdColumn()
  readonly #groups: Group[] = []
  readonly #members: Uint32Array[] = []
  readonly #memberIds = new IdColumn()
  readonly #owners: (readonly string[] | undefined)[] = []

  /** Adds a group with the ids of its direct members; false where the id is there already. */
  add(group: Group, members: readonly string[], owners: readonly string[] | undefined): boolean {
    const index = this.#ids.add(group.id)
    if (index < this.#groups.length) return false
    this.#groups.push(group)
    this.#members.push(Uint32Array.from(members, id => this.#memberIds.add(id)))
    this.#owners.push(owners)
    return true
  }

  /** The finished table, members sorted out. */
  groups(read: boolean, directory: Directory): Groups {
    const { users, groups, unresolved } = this.#resolved(directory)
    return {
      read, count: this.#groups.length,
      at: index => this.#groups[index] ?? nobody,
      indexOf: id => this.#ids.indexOf(id),
      named: text => this.#groups.flatMap((group, index) => group.displayName.toLowerCase() === text.toLowerCase() ? [index] : []),
      membersRead: index => this.#groups[index]?.membersRead ?? false,
      usersOf: index => users[index] ?? none, groupsOf: index => groups[index] ?? none,
      unresolvedOf: index => unresolved[index] ?? [],
      ownersOf: index => this.#owners[index]
    }
  }

  #resolved(directory: Directory): { users: Uint32Array[], groups: Uint32Array[], unresolved: string[][] } {
    const users: Uint32Array[] = []
    const groups: Uint32Array[] = []
    const unresolved: string[][] = []
    const userOf = this.#lookup(id => directory.user(id))
    const groupOf = this.#lookup(id => this.#ids.indexOf(id))
    const appOf = this.#lookup(id => directory.app(id))
    for (const members of this.#members) {
      users.push(sorted(members, userOf))
      groups.push(sorted(members, groupOf))
      unresolved.push([...new Set(members)].filter(member => userOf[member] === -1 && groupOf[member] === -1 && appOf[member] === -1).map(member => this.#memberIds.at(member)))
    }
    return { users, groups, unresolved }
  }

  #lookup(find: (id: string) => number): Int32Array {
    return Int32Array.from({ length: this.#memberIds.size }, (_, member) => find(this.#memberIds.at(member)))
  }
}

const none = new Uint32Array(0)
const nobody: Group = { id: '', displayName: '', isAssignableToRole: false, membersRead: false, membershipRule: null }

/** The dense indices of the members that are found, ascending, each once. */
function sorted(members: Uint32Array, found: Int32Array): Uint32Array {
  const indices = Uint32Array.from([...new Set(members)].map(member => found[member] ?? -1).filter(index => index >= 0))
  return indices.sort()
}
