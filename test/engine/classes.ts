import fc from 'fast-check'
import { test } from 'tap'
import { addBit, bitset } from '#src/engine/bitset.ts'
import { membersOf, partition } from '#src/engine/classes.ts'

const groups = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 39 })), { maxLength: 8 })

test('two users share a class exactly when they are in the same sets', t => {
  fc.assert(fc.property(groups, sets => {
    const classes = partition(40, sets)
    const signature = (user: number): string => sets.map(set => set.includes(user) ? 1 : 0).join('')
    for (let a = 0; a < 40; a++) {
      for (let b = 0; b < 40; b++) if ((classes.of[a] === classes.of[b]) !== (signature(a) === signature(b))) return false
    }
    return true
  }))
  t.end()
})

test('the members of the classes are all users, each once', t => {
  fc.assert(fc.property(groups, sets => {
    const classes = partition(40, sets)
    const all = Array.from({ length: classes.count }, (_, name) => [...membersOf(classes, name)]).flat()
    return all.length === 40 && new Set(all).size === 40
  }))
  t.end()
})

test('a bitset and a list of the same users split alike', t => {
  const set = bitset(100)
  for (const user of [3, 31, 32, 64, 99]) addBit(set, user)
  t.strictSame(partition(100, [set]).of, partition(100, [[3, 31, 32, 64, 99]]).of)
  t.end()
})

test('no users make no classes', t => {
  t.equal(partition(0, [[]]).count, 0)
  t.end()
})
