import { IdColumn } from './id-column.ts'
import { TextColumn } from './text-column.ts'
import { TextIndex } from './text-index.ts'
import type { User } from '#src/domain/directory.ts'
import { guestTypes } from '#src/domain/policy.ts'
import type { Users } from './tenant.ts'

const enabled = 1
const guest = 2
const agent = 4
const synced = 8
const known: readonly string[] = guestTypes

/** Users in columns: ids of 16 bytes, flags in a byte, names in an arena, home tenants by number. */
export class UserTable {
  readonly #ids = new IdColumn()
  readonly #principalNames = new TextColumn()
  readonly #displayNames = new TextColumn()
  readonly #homes = new IdColumn()
  #flags = new Uint8Array(256)
  #types = new Uint8Array(256)
  #homeOf = new Uint32Array(256)

  /** Adds a user; false where the id is there already. */
  add(user: User): boolean {
    const index = this.#ids.add(user.id)
    if (index < this.#principalNames.size) return false
    if (index === this.#flags.length) this.#grow()
    this.#principalNames.add(user.userPrincipalName)
    this.#displayNames.add(user.displayName)
    this.#flags[index] = (user.accountEnabled ? enabled : 0) | (user.isGuest ? guest : 0) | (user.isAgentUser ? agent : 0) | (user.isSynced ? synced : 0)
    this.#types[index] = user.guestType === null ? 0 : known.indexOf(user.guestType) + 1
    this.#homeOf[index] = user.homeTenantId === null ? 0 : this.#homes.add(user.homeTenantId) + 1
    return true
  }

  /** The finished table, in the order of the ids. */
  users(read: boolean): Users {
    const ids = this.#ids.ordered()
    const placeOf = (index: number): number => ids.places[index] ?? -1
    const flags = Uint8Array.from(ids.places, place => this.#flags[place] ?? 0)
    const types = Uint8Array.from(ids.places, place => this.#types[place] ?? 0)
    const homeOf = Uint32Array.from(ids.places, place => this.#homeOf[place] ?? 0)
    const has = (index: number, flag: number): boolean => ((flags[index] ?? 0) & flag) !== 0
    const guestType = (index: number): string | null => known[(types[index] ?? 0) - 1] ?? null
    const homeTenantId = (index: number): string | null => {
      const home = homeOf[index] ?? 0
      return home === 0 ? null : this.#homes.at(home - 1)
    }
    const principalNames = { size: ids.places.length, at: (index: number) => this.#principalNames.at(placeOf(index)) }
    let byPrincipalName: TextIndex | undefined
    return {
      read, count: ids.places.length,
      at: index => ({
        id: ids.at(index), userPrincipalName: principalNames.at(index), displayName: this.#displayNames.at(placeOf(index)),
        accountEnabled: has(index, enabled), isGuest: has(index, guest), isAgentUser: has(index, agent), isSynced: has(index, synced),
        guestType: guestType(index), homeTenantId: homeTenantId(index)
      }),
      indexOf: id => ids.indexOf(id),
      indexOfPrincipalName: name => (byPrincipalName ??= new TextIndex(principalNames)).indexOf(name),
      named: text => placesNamed(this.#ids.size, [this.#principalNames, this.#displayNames], text).map(place => ids.ranks[place] ?? -1).sort((a, b) => a - b),
      isEnabled: index => has(index, enabled), isAgentUser: index => has(index, agent), guestType, homeTenantId
    }
  }

  #grow(): void {
    const size = this.#flags.length * 2
    this.#flags = copied(new Uint8Array(size), this.#flags)
    this.#types = copied(new Uint8Array(size), this.#types)
    this.#homeOf = copied(new Uint32Array(size), this.#homeOf)
  }
}

function copied<T extends Uint8Array | Uint32Array>(larger: T, smaller: ArrayLike<number>): T {
  larger.set(smaller)
  return larger
}

/** The places at which one of the columns holds the text, without letter case. */
function placesNamed(size: number, columns: readonly TextColumn[], text: string): number[] {
  const wanted = text.toLowerCase()
  const found: number[] = []
  for (let index = 0; index < size; index++) if (columns.some(column => column.at(index).toLowerCase() === wanted)) found.push(index)
  return found
}
