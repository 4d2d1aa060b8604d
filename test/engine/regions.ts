import fc from 'fast-check'
import { test } from 'tap'
import { bitsOf, cardinality, contains, difference, intersection, joined, residue, type Box } from '#src/engine/region.ts'

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
