import t from 'tap'
import { handedOver } from '#test/fixtures/recording-builder.ts'

const two = '{"users":[{"id":"a"},{"id":"b"}]'
const both = ['a', 'b']

/** A damaged document: who is kept of its users, and what is said. */
const damages: readonly [what: string, json: string, kept: readonly string[], collection: string, reason: RegExp][] = [
  ['nothing at all', '', [], 'file', /^the file is empty/],
  ['space alone', ' \n', [], 'file', /^the file is empty/],
  ['a list in place of an object', '[{"id":"a"}]', [], 'file', /^it is no JSON object in UTF-8, at byte 0/],
  ['text before it', 'x{"users":[]}', [], 'file', /^it is no JSON object/],
  ['half a byte order mark in its middle', '{"users":[{"id":"a"}\u{feff}]}', [], 'users', /^it is not JSON/],
  ['a second document after it', `${two}} {"users":[{"id":"c"}]}`, both, 'file', /^something follows the end, at byte 34/],
  ['a bracket too many', `${two}}]`, both, 'file', /^something follows the end/],
  ['no end', two, both, 'users', /^the file ends in the middle/],
  ['an end inside an entry', '{"users":[{"id":"a"},{"id":"b"},{"id":"c', both, 'users', /^the file ends in the middle/],
  ['an end inside an escape', '{"users":[{"id":"a"},{"id":"b"},"\\', both, 'users', /^the file ends in the middle/],
  ['an end after a name', `${two},"groups"`, both, 'file', /^the file ends in the middle/],
  ['an entry that is not JSON', '{"users":[{"id":"a"},{"id":b},{"id":"c"}]}', ['a'], 'users', /^it is not JSON, at byte 29/],
  ['an entry that is missing', '{"users":[{"id":"a"},,{"id":"b"}]}', ['a'], 'users', /^it is not JSON/],
  ['a comma before the end of a list', '{"users":[{"id":"a"},{"id":"b"},]}', both, 'users', /^it is not JSON/],
  ['a comma before the end of the document', `${two},}`, both, 'file', /^it is not JSON/],
  ['no comma between entries', '{"users":[{"id":"a"},{"id":"b"} {"id":"c"}]}', ['a'], 'users', /^it is not JSON/],
  ['no comma between members', `${two} "groups":[]}`, both, 'users', /^it is not JSON/],
  ['a list that ends as an object', '{"users":[{"id":"a"},{"id":"b"}}}', ['a'], 'users', /^it is not JSON/],
  ['a document that ends as a list', `${two}]`, both, 'users', /^it is not JSON/],
  ['a member without a name', `${two},3:4}`, both, 'file', /^a member has no name/],
  ['a member without a value', `${two},"groups":}`, both, 'groups', /^it is not JSON/],
  ['a name alone', `${two},"groups"}`, both, 'file', /^it is not JSON/],
  ['something before a list', '{"users":0[{"id":"a"}]}', [], 'users', /^it is not JSON/],
  ['a second list of the same member', `${two}[{"id":"c"}]}`, both, 'users', /^it is not JSON/]
]

for (const [what, json, kept, collection, reason] of damages) {
  t.test(`of a document with ${what}, what stands before is kept and the damage is said once`, async t => {
    const { entries, unread } = await handedOver([Buffer.from(json)])
    t.same(entries, kept.map(id => ['users', { id }]))
    t.match(unread, [{ collection, reason }])
    t.equal(unread.length, 1)
  })
}

t.test('bytes that are not UTF-8 are damage', async t => {
  const { entries, unread } = await handedOver([Buffer.from('{"users":[{"id":"a"},{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}]}')])
  t.same(entries, [['users', { id: 'a' }]])
  t.match(unread, [{ collection: 'users', reason: /^it is not JSON/ }])
})

t.test('a member that occurs twice is said, and what both hold is read', async t => {
  const { entries, unread } = await handedOver([Buffer.from('{"users":[{"id":"a"}],"users":[{"id":"b"}]}')])
  t.same(entries, [['users', { id: 'a' }], ['users', { id: 'b' }]])
  t.same(unread, [{ collection: 'users', reason: 'the member occurs twice; both were read' }])
})
