/** A whole number below 2^32 that looks random and depends on nothing but the numbers given. */
export function mixed(...numbers: readonly number[]): number {
  let state = 0x9e3779b9
  for (const number of numbers) {
    state = Math.imul(state ^ (number >>> 0), 0x85ebca6b)
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
    state = (state ^ (state >>> 16)) >>> 0
  }
  return state
}

const kinds = {
  user: 1, group: 2, app: 3, principal: 4, policy: 5, location: 6, assignment: 7, eligibility: 8, device: 9, tenant: 10, sku: 11
} as const

export type Kind = keyof typeof kinds

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0').slice(-digits)
}

/** The id of the nth thing of a kind: a GUID that no other thing of the tenant has. */
export function idOf(seed: number, kind: Kind, index: number): string {
  const first = mixed(seed, kinds[kind], index, 1)
  const second = mixed(seed, kinds[kind], index, 2)
  return `${hex(first, 8)}-${hex(second >>> 16, 4)}-4${hex(second >>> 4, 3)}-8${hex(kinds[kind], 3)}-${hex(index, 12)}`
}

/** One of a list, by numbers. */
export function oneOf<T>(list: readonly [T, ...T[]], ...numbers: readonly number[]): T {
  return list[mixed(...numbers) % list.length] ?? list[0]
}

/** A moment between 2019 and 2025, by numbers. */
export function momentOf(...numbers: readonly number[]): string {
  return new Date(Date.UTC(2019, 0, 1) + mixed(...numbers) % (6 * 365 * 86_400) * 1000).toISOString().replace('.000', '')
}
