import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'
import { enforced, licences, readTenant } from '#test/fixtures/empty-tenant.ts'

const every = [...new Set(requirements.flatMap(({ licence }) => licence.flatMap(({ servicePlanIds }) => servicePlanIds)))]

for (const requirement of requirements) {
  test(`${requirement.id} does not apply without its licence, which is named`, t => {
    t.ok(requirement.licence.length > 0)
    for (const { name, servicePlanIds } of requirement.licence) {
      const without = licences(every.filter(id => !servicePlanIds.includes(id)))
      const judged = coverage(compile(readTenant([enforced(requirement)], { subscribedSkus: without })), requirement)
      t.equal(judged.status, 'notApplicable')
      t.ok(judged.reason.includes(name), judged.reason)
    }
    const bare = coverage(compile(readTenant([], { subscribedSkus: [] })), requirement)
    t.equal(bare.reason, `the tenant has no ${requirement.licence.map(({ name }) => name).join(' and no ')}`)
    t.end()
  })

  test(`any one of the service plans of a licence is enough for ${requirement.id}`, t => {
    for (const { servicePlanIds } of requirement.licence) {
      for (const kept of servicePlanIds) {
        const some = licences(every.filter(id => id === kept || !servicePlanIds.includes(id)))
        t.equal(coverage(compile(readTenant([enforced(requirement)], { subscribedSkus: some })), requirement).status, 'met', kept)
      }
    }
    t.end()
  })
}

test('licences that were not read are not missing', t => {
  for (const requirement of requirements) t.equal(coverage(compile(readTenant([enforced(requirement)], { subscribedSkus: undefined })), requirement).status, 'met', requirement.id)
  t.end()
})
