import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { test } from 'tap'
import { objectAt } from '#src/simulator/json.ts'
import { createState } from '#src/simulator/state.ts'
import { readTenantFile } from '#src/simulator/tenant-file.ts'
import { smallTenant } from '#test/fixtures/simulator/small-tenant.ts'

test('a tenant file is read plain or gzipped, and written back as it was', async (t) => {
  const directory = t.testdir()
  const text = JSON.stringify(smallTenant())
  writeFileSync(join(directory, 'plain.json'), text)
  writeFileSync(join(directory, 'packed.json.gz'), gzipSync(text))
  const plain = await readTenantFile(join(directory, 'plain.json'))
  t.same(await readTenantFile(join(directory, 'packed.json.gz')), plain)
  const state = createState(plain)
  t.equal(state.tenantId, objectAt(plain, 'organization')['id'])
  const { users, ...others } = state.document()
  t.match(users, plain['users'])
  t.same(Object.keys(others).toSorted(), Object.keys(plain).filter((name) => name !== 'users').toSorted())
  t.match(others['policies'], plain['policies'])
})

test('a file that holds no object is refused', async (t) => {
  const directory = t.testdir({ 'list.json': '[]', 'broken.json': '{' })
  await t.rejects(readTenantFile(join(directory, 'list.json')), /is not a tenant file/)
  await t.rejects(readTenantFile(join(directory, 'broken.json')), SyntaxError)
})

test('what a file has no id for gets a stable one, and what is no object is dropped', (t) => {
  const file = { roleAssignments: [{ principalId: 'a', roleDefinitionId: 'b' }, 7, null], users: 'none', crossTenantPartners: [{ tenantId: 'home' }] }
  const [first, second] = [createState(file), createState(file)]
  t.equal(first.collections.roleAssignments.size, 1)
  t.same(first.collections.roleAssignments.list(), second.collections.roleAssignments.list())
  t.notOk(first.collections.users.readable)
  t.equal(first.collections.crossTenantPartners.get('HOME')?.id, 'home')
  t.end()
})
