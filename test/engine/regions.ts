import fc from 'fast-check'
import { test } from 'tap'
import { bitsOf, cardinality, contains, difference, intersection, joined, maskOf, residue, type Box } from '#src/engine/region.ts'

const sizes = [3, 2, 4]
const boxes = fc.tuple(...sizes.map(size => fc.integer({ min: 1, max: (1 << size) - 1 }).map(BigInt)))

function points(box: Box): Set<string> {
  const [a = 0n, b = 0n, c = 0n] = box
  return new Set(bitsOf(a).flatMap(x => bitsOf(b).flatMap(y => bitsOf(c).map(z => `${x},${y},${z}`))))
}

function union(list: readonly Box[]): Set<string> {
  return list.reduce((all, box) => all.union(points(box)), new Set<string>())
}

test('an intersection holds exactly what both boxes hold', t => {
  fc.assert(fc.property(boxes, boxes, (a, b) => {
    const both = intersection(a, b)
    const found = both === undefined ? new Set<string>() : points(both)
    return found.symmetricDifference(points(a).intersection(points(b))).size === 0
  }))
  t.end()
})

test('a difference is disjoint and holds exactly what the taken box does not', t => {
  fc.assert(fc.property(boxes, boxes, (a, b) => {
    const parts = difference(a, b)
    const sum = parts.reduce((count, part) => count + cardinality(part), 0n)
    return union(parts).symmetricDifference(points(a).difference(points(b))).size === 0 && sum === BigInt(union(parts).size)
  }))
  t.end()
})

test('a residue of many boxes is disjoint and exact', t => {
  fc.assert(fc.property(boxes, fc.array(boxes, { maxLength: 12 }), (box, taken) => {
    const parts = residue(box, taken)
    const wanted = points(box).difference(union(taken))
    return union(parts).symmetricDifference(wanted).size === 0 && parts.reduce((count, part) => count + cardinality(part), 0n) === BigInt(wanted.size)
  }))
  t.end()
})

test('joining boxes keeps the set and never makes it more boxes', t => {
  fc.assert(fc.property(boxes, fc.array(boxes, { maxLength: 6 }), (box, taken) => {
    const apart = taken.reduce<Box[]>((parts, other) => parts.flatMap(part => difference(part, other)), [box])
    const together = joined(apart)
    return together.length <= apart.length && union(together).symmetricDifference(union(apart)).size === 0
  }))
  t.end()
})

test('a box contains another when nothing of the other is left', t => {
  fc.assert(fc.property(boxes, boxes, (a, b) => contains(a, b) === (difference(b, a).length === 0)))
  t.end()
})

/** The same set whatever its boxes. */
function isSame(one: Set<string>, other: Set<string>): boolean {
  return one.symmetricDifference(other).size === 0
}

function both(a: Box, b: Box): Box[] {
  const found = intersection(a, b)
  return found === undefined ? [] : [found]
}

function takenFromAll(from: readonly Box[], taken: readonly Box[]): Set<string> {
  return union(from.flatMap(box => residue(box, taken)))
}

const full: Box = sizes.map(size => (1n << BigInt(size)) - 1n)

test('intersection is commutative, associative and idempotent', t => {
  fc.assert(fc.property(boxes, boxes, boxes, (a, b, c) => {
    const left = both(a, b).flatMap(box => both(box, c))
    const right = both(b, c).flatMap(box => both(a, box))
    return isSame(union(both(a, b)), union(both(b, a))) && isSame(union(left), union(right)) && isSame(union(both(a, a)), points(a))
  }))
  t.end()
})

test('a box less a union is what it is less each, and less an intersection the union of what it is less each', t => {
  fc.assert(fc.property(boxes, boxes, boxes, (a, b, c) => {
    const [lessB, lessC] = [union(residue(a, [b])), union(residue(a, [c]))]
    return isSame(union(residue(a, [b, c])), lessB.intersection(lessC)) && isSame(union(residue(a, both(b, c))), lessB.union(lessC))
  }))
  t.end()
})

test('what everything holds and a set does not is its complement, and the complement of that is the set', t => {
  fc.assert(fc.property(fc.array(boxes, { maxLength: 5 }), list => {
    const complement = residue(full, list)
    const back = residue(full, complement)
    return isSame(union(back), union(list)) && union(complement).isDisjointFrom(union(list)) && union(complement).size + union(list).size === points(full).size
  }))
  t.end()
})

test('the complement of a union is the intersection of the complements, and the other way round', t => {
  fc.assert(fc.property(boxes, boxes, (a, b) => {
    const [notA, notB] = [residue(full, [a]), residue(full, [b])]
    const bothNot = notA.flatMap(one => notB.flatMap(other => both(one, other)))
    return isSame(union(residue(full, [a, b])), union(bothNot)) && isSame(union(residue(full, both(a, b))), union([...notA, ...notB]))
  }))
  t.end()
})

test('a residue is empty exactly where the taken boxes hold the whole, in whatever order they come', t => {
  fc.assert(fc.property(boxes, fc.array(boxes, { maxLength: 8 }), (box, taken) =>
    (residue(box, taken).length === 0) === points(box).isSubsetOf(union(taken)) && isSame(union(residue(box, taken)), union(residue(box, [...taken].reverse())))))
  t.end()
})

test('the cardinality of a union of two is the sum less that of what both hold', t => {
  fc.assert(fc.property(boxes, boxes, (a, b) => {
    const common = both(a, b).reduce((sum, box) => sum + cardinality(box), 0n)
    return BigInt(union([a, b]).size) === cardinality(a) + cardinality(b) - common && BigInt(takenFromAll([a], [b]).size) === cardinality(a) - common
  }))
  t.end()
})

test('containing is a partial order, and what contains takes all', t => {
  fc.assert(fc.property(boxes, boxes, boxes, (a, b, c) => {
    const inner = intersection(a, b) ?? a
    const innermost = intersection(inner, c) ?? inner
    const isSameBox = a.every((mask, dimension) => mask === b[dimension])
    return contains(a, a) && contains(a, inner) && contains(a, innermost) && (contains(a, b) && contains(b, a)) === isSameBox && residue(inner, [a]).length === 0
  }))
  t.end()
})

test('the first value of every dimension lies in the box: a witness', t => {
  fc.assert(fc.property(boxes, fc.array(boxes, { maxLength: 6 }), (box, taken) => residue(box, taken).every(part => {
    const witness = part.map(mask => 1n << BigInt(bitsOf(mask)[0] ?? 0))
    return contains(part, witness) && contains(box, witness) && taken.every(other => intersection(other, witness) === undefined)
  })))
  t.end()
})

test('a mask holds the indices that pass the test, and gives them back ascending', t => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99 })), list => {
    const mask = maskOf(100, index => list.includes(index))
    return bitsOf(mask).join() === [...list].sort((a, b) => a - b).join() && cardinality([mask, mask]) === BigInt(list.length) ** 2n
  }))
  t.end()
})
