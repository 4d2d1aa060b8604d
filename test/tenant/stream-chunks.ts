import fc from 'fast-check'
import t from 'tap'
import { collections } from '#src/tenant/builder.ts'
import { cutAt, handedOver, type Handed } from '#test/fixtures/recording-builder.ts'

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('}', ']', '{"users":[', '\\', '"', '\\"', ',', ':', '\u{feff}', '🩺', 'é', '\u{2028}',
  '\ud800'))
/** Names that JSON need not escape: V8 13.6 now and then takes an escaped name for another that it has parsed before. */
const name = text.filter(one => JSON.stringify(one) === `"${one}"`)
const value = fc.jsonValue({ maxDepth: 4 }).filter(one => !/\\[^"]*":/.test(JSON.stringify(one)))
const { nested } = fc.letrec<{ nested: unknown }>(tie => ({
  nested: fc.oneof({ maxDepth: 5 }, text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(null, true, [], {}),
    fc.array(tie('nested'), { maxLength: 4 }), fc.dictionary(name, tie('nested'), { maxKeys: 4 }))
}))
const member = fc.oneof(fc.constantFrom(...collections), fc.constantFrom('organization', 'settings', 'collectedAt'), name)
const document = fc.dictionary(member, fc.oneof(value, nested, fc.array(nested, { maxLength: 5 })), { maxKeys: 8, noNullPrototype: true })

const listed = new Set<string>(collections)

/** What `JSON.parse` finds in the text. */
function expected(json: string): Handed {
  const handed: Handed = { begun: [], entries: [], unread: [] }
  const parsed: unknown = JSON.parse(json)
  for (const [name, content] of Object.entries(Object(parsed))) {
    if (!listed.has(name)) handed.entries.push([name, content])
    else if (Array.isArray(content)) {
      handed.begun.push(name)
      for (const entry of content) handed.entries.push([name, entry])
    } else if (content !== null) handed.unread.push({ collection: name, reason: 'it is not a list' })
  }
  return handed
}

const inOrder = (handed: Handed): string => JSON.stringify([handed.begun, handed.entries, handed.unread])

/** Names that look like numbers come first in an object, but stand where they were written in a file. */
const isOrdered = (json: object): boolean => Object.keys(json).every(name => !/^\d+$/.test(name))

t.test('however the bytes are cut, a document gives the entries that parsing it whole gives', async t => {
  await fc.assert(fc.asyncProperty(document.filter(isOrdered), fc.constantFrom(undefined, 1, '\t'), fc.array(fc.nat(), { maxLength: 40 }), async (content,
    indent, places) => {
    const json = JSON.stringify(content, null, indent)
    return inOrder(await handedOver(cutAt(Buffer.from(json), places))) === inOrder(expected(json))
  }), { numRuns: 500 })
  t.pass('500 documents')
})

const tricky = '\u{feff} {"users" : [ {"id":"a\\"}]é🩺\\\\","n":{"deep":[[[{"x":"]}"}]]]}}\n, {"id":"\\ud83e\\ude7a"}, 1e308, -0.5e-7, 12345678901234567890 ] , "policies":[], "groups":null, "us\\u0065r":"x",' +
  '"settings":{"a":[{},[],""]}, "collectedAt":"🩺" } \r\n'

t.test('a document cut at every byte, and into single bytes, is read the same', async t => {
  const bytes = Buffer.from(tricky)
  const wanted = expected(tricky.slice(1))
  t.same(await handedOver(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))), wanted)
  for (let at = 0; at <= bytes.length; at++) {
    const handed = await handedOver([bytes.subarray(0, at), bytes.subarray(at)])
    if (inOrder(handed) !== inOrder(wanted)) t.same(handed, wanted, `cut at byte ${at}`)
  }
})

t.test('nesting as deep as parsing allows, and an entry larger than a chunk, come through', async t => {
  const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`
  const large = 'x'.repeat(300_000)
  const bytes = Buffer.from(`{"users":[{"id":"d","deep":${deep}},{"id":"${large}"}]}`)
  const { entries, unread } = await handedOver(cutAt(bytes, Array.from({ length: 20 }, (_, index) => index * 16_384)))
  t.same(unread, [])
  t.equal(JSON.stringify(entries[0]), `["users",{"id":"d","deep":${deep}}]`)
  t.same(entries[1], ['users', { id: large }])
})
