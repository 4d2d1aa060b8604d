/**
 * A product of sets, one bit mask a dimension: the sign-ins whose every condition lies in its mask. A box with an empty mask
 * holds nothing and is never kept.
 */
export type Box = readonly bigint[]

/** What both boxes hold, or undefined where that is nothing. */
export function intersection(a: Box, b: Box): Box | undefined {
  const both = a.map((mask, dimension) => mask & (b[dimension] ?? 0n))
  return both.some(mask => mask === 0n) ? undefined : both
}

export function contains(outer: Box, inner: Box): boolean {
  return inner.every((mask, dimension) => (mask & ~(outer[dimension] ?? 0n)) === 0n)
}

/** What `box` holds and `taken` does not, as disjoint boxes. */
export function difference(box: Box, taken: Box): Box[] {
  if (intersection(box, taken) === undefined) return [box]
  const parts: Box[] = []
  const rest = [...box]
  for (const [dimension, mask] of box.entries()) {
    const outside = mask & ~(taken[dimension] ?? 0n)
    if (outside !== 0n) parts.push(rest.with(dimension, outside))
    rest[dimension] = mask & (taken[dimension] ?? 0n)
  }
  return parts
}

/** What `box` holds and none of `taken` does, as disjoint boxes, as few as joining neighbours gives. */
export function residue(box: Box, taken: readonly Box[]): Box[] {
  if (taken.some(other => contains(other, box))) return []
  let parts: Box[] = [box]
  for (const other of taken) {
    parts = parts.flatMap(part => difference(part, other))
    if (parts.length > 8) parts = joined(parts)
  }
  return joined(parts)
}

/** The same set with fewer boxes: two that differ in one dimension only become one. */
export function joined(boxes: readonly Box[]): Box[] {
  let result = [...boxes]
  for (let before = -1; before !== result.length;) {
    before = result.length
    for (let dimension = 0; dimension < (result[0]?.length ?? 0); dimension++) result = joinedAlong(result, dimension)
  }
  return result
}

function joinedAlong(boxes: readonly Box[], dimension: number): Box[] {
  const groups = new Map<string, Box>()
  for (const box of boxes) {
    const key = box.with(dimension, 0n).join(',')
    const found = groups.get(key)
    groups.set(key, found === undefined ? box : found.with(dimension, (found[dimension] ?? 0n) | (box[dimension] ?? 0n)))
  }
  return [...groups.values()]
}

/** The indices of the bits set, ascending. */
export function bitsOf(mask: bigint): number[] {
  const bits: number[] = []
  for (let rest = mask, index = 0; rest !== 0n; rest >>= 1n, index++) if ((rest & 1n) === 1n) bits.push(index)
  return bits
}

/** The mask of the indices for which the test holds. */
export function maskOf(size: number, test: (index: number) => boolean): bigint {
  let mask = 0n
  for (let index = 0; index < size; index++) if (test(index)) mask |= 1n << BigInt(index)
  return mask
}

/** How many combinations of condition values the box holds. */
export function cardinality(box: Box): bigint {
  return box.reduce((product, mask) => product * BigInt(bitsOf(mask).length), 1n)
}
