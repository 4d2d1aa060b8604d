import t from 'tap'
import { encoded, exported, policyBody } from '#test/fixtures/export-files.ts'

/** A damaged file beside a good one, and what is said of it. */
const damages: readonly [what: string, content: unknown, reason: RegExp][] = [
  ['an empty file', '', /^it is empty$/],
  ['a file of nothing but a mark and space', encoded(' \n', 'utf-16le', '\u{feff}'), /^it is empty$/],
  ['a file that is not JSON', 'displayName: Require MFA', /^it is not JSON: /],
  ['a truncated file', JSON.stringify(policyBody('p')).slice(0, 80), /^it is not JSON: /],
  ['JSON that is no policy', { TenantId: 'x', Objects: [] }, /^it is no policy, group, named location or authentication strength$/],
  ['a number', '42', /^it is no policy/],
  ['a policy whose conditions are a text', policyBody('p', { conditions: 'all' }), /^it has no `conditions`$/],
  ['a list with an entry that is none', [null], /^`\/0`: it is no policy/],
  ['Graph\'s list with an entry that is none', { value: ['x'] }, /^`\/value\/0`: it is no policy/],
  ['a policy with a member that is not known', policyBody('p', { novelty: 1 }), /^`\/novelty`: unrecognised member, novelty$/],
  ['a policy with a placeholder', policyBody('p', { conditions: { users: { includeGroups: ['<Staff>'] } } }), /^`<Staff>` is a placeholder, not an id$/]
]

for (const [what, content, reason] of damages) {
  t.test(`${what} is listed with its reason, and the file beside it is taken`, t => {
    const tenant = exported({ 'sub/bad.json': content, 'sub/good.json': policyBody('good') })
    t.match(tenant.unread.map(part => [part.id, part.reason]), [['sub/bad.json', reason]])
    t.equal(tenant.unread.length, 1)
    t.ok(tenant.policies.some(({ policy }) => policy.id === 'good'))
    t.end()
  })
}

t.test('every damaged file has its own line', t => {
  const tenant = exported({ 'c.json': '[', 'a.json': '', 'b/b.json': '{}', 'd.json': policyBody('p') })
  t.same(tenant.unread.map(({ id }) => id).sort(), ['a.json', 'b/b.json', 'c.json'])
  t.same(tenant.policies.length, 1)
  t.end()
})

t.test('files of other kinds are passed over', t => {
  const tenant = exported({ LICENSE: 'free', 'read.md': '# policies', 'image.png': Buffer.from([0x89, 0x50]), 'p.JSON': policyBody('p') })
  t.same([tenant.policies.length, tenant.unread.length], [1, 0])
  t.end()
})

t.test('a policy that occurs twice is kept as it came first, and said, whatever the letter case of its id', t => {
  const tenant = exported({ 'a.json': policyBody('P-1'), 'b.json': [policyBody('p-1', { state: 'disabled' }), policyBody('p-2')] })
  t.same(tenant.policies.map(({ policy }) => [policy.id, policy.state]), [['P-1', 'enabled'], ['p-2', 'enabled']])
  t.same(tenant.unread, [{ collection: 'policies', id: 'b.json', reason: '`/0`: `p-1` occurs twice; the one in `a.json` is kept' }])
  t.end()
})

t.test('policies without an id are told apart by where they stood', t => {
  const nameless = { ...policyBody(''), id: undefined }
  const tenant = exported({ 'x/one.json': nameless, 'x/more.json': [nameless, { ...nameless, id: '' }] })
  t.same(tenant.policies.map(({ policy }) => policy.id), ['x/more/0', 'x/more/1', 'x/one'])
  t.same(tenant.unread, [])
  t.end()
})
