import fc from 'fast-check'
import t from 'tap'
import { TextColumn } from '#src/tenant/text-column.ts'

t.test('texts come back as they were given, whatever letters they hold', t => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\u{feff}', '\u{feff}Ada', '医者', '🩺', '\0')), { maxLength: 600,
    size: 'max' }), texts => {
    const column = new TextColumn()
    for (const text of texts) column.add(text)
    return column.size === texts.length && texts.every((text, index) => column.at(index) === text.toWellFormed())
  }))
  t.end()
})

t.test('a text larger than the arena, and many of them, fit', t => {
  const column = new TextColumn()
  const texts = Array.from({ length: 1000 }, (_, index) => '医'.repeat(index))
  for (const text of texts) column.add(text)
  t.same(texts.filter((text, index) => column.at(index) !== text), [])
  t.end()
})
