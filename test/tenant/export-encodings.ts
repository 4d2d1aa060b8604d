import t from 'tap'
import { encoded, exported, policyBody, type Encoding } from '#test/fixtures/export-files.ts'

const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be']
const name = 'Zugriff für Ärzte 医者 🩺'

for (const encoding of encodings) {
  for (const mark of ['', '\u{feff}']) {
    t.test(`a policy in ${encoding} ${mark === '' ? 'without' : 'with'} a byte order mark is read letter for letter`, t => {
      const tenant = exported({ 'one.json': encoded(JSON.stringify(policyBody('p', { displayName: name }), null, 2), encoding, mark) })
      t.same(tenant.policies.map(({ policy }) => policy.displayName), [name])
      t.same(tenant.unread, [])
      t.end()
    })
  }
}

t.test('bytes that are no text in these encodings are named, and the other file is taken', t => {
  const tenant = exported({
    'latin.json': Buffer.from('{"displayName": "f\u{fc}r"}', 'latin1'), 'odd.json': encoded('{"id": 1}', 'utf-16le', '\u{feff}').subarray(0, -1),
      'good.json': policyBody('p')
  })
  t.same(tenant.policies.map(({ policy }) => policy.id), ['p'])
  t.same(tenant.unread.map(({ collection, id, reason }) => [collection, id, reason]), [
    ['file', 'latin.json', 'it is neither UTF-8 nor UTF-16 text'], ['file', 'odd.json', 'it is neither UTF-8 nor UTF-16 text']
  ])
  t.end()
})
