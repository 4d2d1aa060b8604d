/** A set of dense indices, one bit each. */
export type Bitset = Uint32Array

export function bitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5)
}

export function addBit(set: Bitset, index: number): void {
  const word = index >>> 5
  set[word] = (set[word] ?? 0) | (1 << (index & 31))
}

export function hasBit(set: Bitset, index: number): boolean {
  return (((set[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1
}

/** Calls back with every index in the set, in ascending order. */
export function eachBit(set: Bitset, visit: (index: number) => void): void {
  for (let word = 0; word < set.length; word++) {
    let bits = set[word] ?? 0
    while (bits !== 0) {
      const low = bits & -bits
      visit((word << 5) + 31 - Math.clz32(low))
      bits ^= low
    }
  }
}

export function countBits(set: Bitset): number {
  let count = 0
  for (const word of set) {
    let bits = word - ((word >>> 1) & 0x55555555)
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    count += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return count
}

/** Adds every index of `other` to `set`; both have the same size. */
export function addAll(set: Bitset, other: Bitset): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | (other[word] ?? 0)
}
