import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { readTenant } from '#src/cli/read-tenant.ts'
import { encoded, policyBody } from '#test/fixtures/export-files.ts'
import { smallTenant } from '#test/fixtures/small-tenant.ts'

const many = { ...smallTenant, users: Array.from({ length: 20_000 }, (_, index) => ({ id: `u-${index}`, displayName: `医者 ${index} "{[`,
  userPrincipalName: `u${index}@lantern.example` })) }
const folder = t.testdir({ 'tenant.json': JSON.stringify(many), exports: { sub: { 'a.json': JSON.stringify(policyBody('a')) }, 'b.json': '', 'read.md': 'x' } })
const packed = gzipSync(JSON.stringify(many))
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

t.test('a packed file is read as the plain one is, and packed twice in a row as one', async t => {
  const plain = await readTenant(join(folder, 'tenant.json'))
  const middle = Math.floor(JSON.stringify(many).length / 2)
  const members = Buffer.concat([gzipSync(JSON.stringify(many).slice(0, middle)), gzipSync(JSON.stringify(many).slice(middle))])
  for (const path of [write('packed', packed), write('members.gz', members)]) {
    const tenant = await readTenant(path)
    t.same([tenant.users.count, tenant.users.at(19_999), tenant.policies, tenant.unread], [20_000, plain.users.at(19_999), plain.policies, []])
  }
})

t.test('of a packed file that ends early what was unpacked is kept, and the damage is said', async t => {
  const tenant = await readTenant(write('half.gz', packed.subarray(0, packed.length / 2)))
  t.ok(tenant.users.count > 0 && tenant.users.count < 20_000)
  t.match(tenant.unread, [{ collection: 'file', reason: /^its compression is damaged: / }])
})

t.test('of a plain file that ends early what was whole is kept, and the damage is said', async t => {
  const bytes = encoded(JSON.stringify(many))
  const tenant = await readTenant(write('half.json', bytes.subarray(0, bytes.length / 2)))
  t.ok(tenant.users.count > 0 && tenant.users.count < 20_000)
  t.match(tenant.unread, [{ collection: 'users', reason: /^the file ends in the middle/ }])
})

t.test('a directory is read with what is below it, and damage is named by the path inside', async t => {
  const tenant = await readTenant(join(folder, 'exports'))
  t.same(tenant.policies.map(({ policy }) => policy.id), ['a'])
  t.same(tenant.unread, [{ collection: 'file', id: 'b.json', reason: 'it is empty' }])
})
