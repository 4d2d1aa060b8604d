import fc from 'fast-check'
import { test } from 'tap'
import { leftOver, type Cover, type Left, type Scope } from '#src/engine/gaps.ts'
import { bitsOf, cardinality, intersection, type Box } from '#src/engine/region.ts'
import { FALSE, TRUE, UNKNOWN } from '#src/engine/truth.ts'

const sizes = [3, 2, 2]
const [classes, targets] = [4, 3]

const truths = (count: number): fc.Arbitrary<number[]> => fc.array(fc.constantFrom(FALSE, UNKNOWN, TRUE, TRUE), { minLength: count, maxLength: count })
const masks = fc.tuple(...sizes.map(size => fc.integer({ min: 0, max: (1 << size) - 1 }).map(BigInt)))
const boxes = fc.tuple(...sizes.map(size => fc.integer({ min: 1, max: (1 << size) - 1 }).map(BigInt)))

/** A cover reaches for sure no more than it may reach; either may be nothing. */
const covers: fc.Arbitrary<Cover> = fc.record({ strength: fc.constantFrom(UNKNOWN, TRUE, TRUE), may: fc.option(boxes, { nil: undefined, freq: 8 }), among: masks, users: truths(classes), targets: truths(targets) })
  .map(({ strength, may, among, users, targets: reached }) => ({
    strength, may, must: may === undefined ? undefined : intersection(may, among), users: name => users[name] ?? FALSE, targets: target => reached[target] ?? FALSE
  }))

const scopes: fc.Arbitrary<Scope> = fc.record({ box: boxes, possible: fc.uniqueArray(fc.integer({ min: 0, max: classes - 1 })), certain: fc.uniqueArray(fc.integer({ min: 0, max: classes - 1 })) })
  .map(({ box, possible, certain }) => ({ box, targets, possible, certain: certain.filter(name => possible.includes(name)) }))

function pointsOf(box: Box): Box[] {
  return box.reduce<bigint[][]>((all, mask) => all.flatMap(point => bitsOf(mask).map(bit => [...point, 1n << BigInt(bit)])), [[]])
}

function isIn(point: Box, box: Box | undefined): boolean {
  return box !== undefined && intersection(point, box) !== undefined
}

/** Every sign-in of the scope, judged one by one: what nothing may take is open where its person is in the scope for sure; what nothing surely takes is possible. */
function enumerated(scope: Scope, all: readonly Cover[]): { open: Set<string>, possible: Set<string> } {
  const result = { open: new Set<string>(), possible: new Set<string>() }
  for (const name of scope.possible) {
    for (let target = 0; target < scope.targets; target++) {
      for (const point of pointsOf(scope.box)) {
        const least = (cover: Cover): number => Math.min(cover.strength, cover.users(name), cover.targets(target))
        const isTaken = all.some(cover => least(cover) === TRUE && isIn(point, cover.must))
        const mayBeTaken = all.some(cover => least(cover) >= UNKNOWN && isIn(point, cover.may))
        if (!mayBeTaken && scope.certain.includes(name)) result.open.add(`${name} ${target} ${point.join()}`)
        else if (!isTaken) result.possible.add(`${name} ${target} ${point.join()}`)
      }
    }
  }
  return result
}

function signInsOf(left: readonly Left[]): string[] {
  return left.flatMap(region => region.classes.flatMap(name => region.targets.flatMap(target => region.boxes.flatMap(pointsOf).map(point => `${name} ${target} ${point.join()}`))))
}

function isExactly(list: readonly string[], wanted: ReadonlySet<string>): boolean {
  return list.length === wanted.size && wanted.isSupersetOf(new Set(list)) && new Set(list).size === list.length
}

const runs = { numRuns: 3_000 }

test('what is left open, and possibly, is exactly what judging every sign-in leaves, each once', t => {
  fc.assert(fc.property(scopes, fc.array(covers, { maxLength: 6 }), (scope, all) => {
    const [found, wanted] = [leftOver(scope, all), enumerated(scope, all)]
    return isExactly(signInsOf(found.open), wanted.open) && isExactly(signInsOf(found.possible), wanted.possible)
  }), runs)
  t.end()
})

test('so it is with more covers than a word has bits', t => {
  fc.assert(fc.property(scopes, fc.array(covers, { minLength: 33, maxLength: 70 }), fc.integer({ min: 0, max: 69 }), (scope, many, kept) => {
    const all = many.map((cover, place): Cover => place % 23 === kept % 23 ? cover : { ...cover, users: name => name === place % classes ? cover.users(name) : FALSE, targets: target => target === place % targets ? cover.targets(target) : FALSE })
    const [found, wanted] = [leftOver(scope, all), enumerated(scope, all)]
    return isExactly(signInsOf(found.open), wanted.open) && isExactly(signInsOf(found.possible), wanted.possible)
  }), { numRuns: 400 })
  t.end()
})

test('what is open and what is possible have nothing in common, nor have two regions of either', t => {
  fc.assert(fc.property(scopes, fc.array(covers, { maxLength: 6 }), (scope, all) => {
    const { open, possible } = leftOver(scope, all)
    const list = signInsOf([...open, ...possible])
    return new Set(list).size === list.length
  }), runs)
  t.end()
})

test('classes and targets that are left the same are told together', t => {
  fc.assert(fc.property(scopes, fc.array(covers, { maxLength: 6 }), (scope, all) => {
    for (const regions of Object.values(leftOver(scope, all))) {
      const keys = regions.map(({ targets: of, boxes: left }) => `${of.join()} ${left.map(box => box.join()).sort().join(';')}`)
      if (new Set(keys).size !== keys.length || regions.some(({ boxes: left }) => left.length === 0 || left.some(box => cardinality(box) === 0n))) return false
    }
    return true
  }), runs)
  t.end()
})

test('without covers the whole scope is left, and a cover of everything leaves nothing', t => {
  fc.assert(fc.property(scopes, fc.array(covers, { maxLength: 3 }), (scope, all) => {
    const whole: Cover = { strength: TRUE, must: scope.box, may: scope.box, users: () => TRUE, targets: () => TRUE }
    const { open, possible } = leftOver(scope, [])
    const none = leftOver(scope, [...all, whole])
    const size = BigInt(scope.targets) * cardinality(scope.box)
    return BigInt(signInsOf(open).length) === BigInt(scope.certain.length) * size
      && BigInt(signInsOf(possible).length) === BigInt(scope.possible.length - scope.certain.length) * size && none.open.length + none.possible.length === 0
  }), runs)
  t.end()
})
