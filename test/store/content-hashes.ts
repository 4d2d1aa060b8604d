import { test } from 'tap'
import { stableText } from '#src/domain/stable-text.ts'
import { contentHash } from '#src/store/content-hash.ts'

void test('the order of members does not matter, the order of a list does', t => {
  t.equal(contentHash({ a: 1, b: { c: [1, 2], d: null } }), contentHash({ b: { d: null, c: [1, 2] }, a: 1 }))
  t.not(contentHash([1, 2]), contentHash([2, 1]))
  t.end()
})

void test('a member that is undefined is as one that is not there, null is not', t => {
  t.equal(contentHash({ a: undefined }), contentHash({}))
  t.not(contentHash({ a: null }), contentHash({}))
  t.end()
})

void test('stable text is JSON of the same value', t => {
  const value = { text: 'a "quoted" é\n', list: [true, null, 1.5], nested: { '': 0 } }
  t.same(JSON.parse(stableText(value)), value)
  t.end()
})
