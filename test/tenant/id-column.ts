import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { IdColumn } from '#src/tenant/id-column.ts'

const guid = fc.uuid().chain(id => fc.constantFrom(id, id.toUpperCase()))
const close = fc.nat({ max: 40 }).map(last => `00000000-0000-0000-0000-${last.toString(16).padStart(12, '0')}`)
const other = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('', 'All', 'all', 'break.glass@x',
  '0000000g-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}'))

t.test('ids of every kind get the indices that a map of their lower case gives, and come back', t => {
  fc.assert(fc.property(fc.array(fc.oneof(guid, close, other), { maxLength: 300, size: 'max' }), fc.array(fc.oneof(guid, close, other)), (ids, asked) => {
    const column = new IdColumn()
    const map = new Map<string, number>()
    for (const id of ids) {
      const index = map.get(id.toLowerCase()) ?? map.size
      map.set(id.toLowerCase(), index)
      if (column.add(id) !== index) return false
    }
    return column.size === map.size && [...ids, ...asked].every(id => column.indexOf(id) === (map.get(id.toLowerCase()) ?? -1)) &&
      [...map].every(([id, index]) => column.at(index).toLowerCase() === id)
  }))
  t.end()
})

t.test('an id that is no GUID keeps its letters; a GUID comes back in small ones', t => {
  const column = new IdColumn()
  t.same(['Ada', 'ADA', 'AAAAAAAA-0000-4000-8000-00000000000F'].map(id => column.add(id)), [0, 0, 1])
  t.same([column.at(0), column.at(1)], ['Ada', 'aaaaaaaa-0000-4000-8000-00000000000f'])
  t.end()
})

t.test('ids that differ in one digit, in any place, are kept apart', t => {
  const zero = '00000000-0000-0000-0000-000000000000'
  const ids = [zero, ...Array.from(zero).flatMap((digit, at) => digit === '-' ? [] : Array.from('123456789abcdef').map(other => zero.slice(0,
    at) + other + zero.slice(at + 1)))]
  const column = new IdColumn()
  t.same(ids.map(id => column.add(id)), ids.map((_, index) => index))
  t.same(ids.map(id => column.at(index(id))), ids)
  t.end()

  function index(id: string): number {
    return column.indexOf(id.toUpperCase())
  }
})

t.test('200,000 random ids among other texts are found as a map finds them', t => {
  const column = new IdColumn()
  const ids = Array.from({ length: 200_000 }, (_, index) => index % 100 === 0 ? `other-${index}` : randomUUID())
  const map = new Map(ids.map((id, index) => [id, index]))
  const wrong = ids.filter(id => column.add(id) !== map.get(id))
  t.same(wrong, [])
  t.same(ids.filter((id, index) => column.indexOf(id.toUpperCase()) !== index || column.at(index) !== id || column.add(id) !== index), [])
  t.ok(Array.from({ length: 1000 }, () => randomUUID()).every(id => column.indexOf(id) === (map.get(id) ?? -1)))
  t.equal(column.size, ids.length)
  t.end()
})
