import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'
import { enforced, readTenant } from '#test/fixtures/empty-tenant.ts'

for (const requirement of requirements) {
  test(`an otherwise empty tenant with the template of ${requirement.id} enforced meets it`, t => {
    const judged = coverage(compile(readTenant([enforced(requirement)])), requirement)
    t.equal(judged.status, 'met', JSON.stringify(judged.gaps[0] ?? judged.possible[0] ?? judged.reason))
    t.strictSame(judged.protectingPolicies, [requirement.id])
    t.strictSame([judged.gaps, judged.possible, judged.uncoveredUsers.count], [[], [], 0])
    t.ok(judged.users > 0, 'it is about somebody')
    t.end()
  })

  test(`an empty tenant has a gap in ${requirement.id}, and its report-only template would cover it`, t => {
    const bare = coverage(compile(readTenant([])), requirement)
    t.equal(bare.status, 'gap')
    t.equal(bare.uncoveredUsers.count, bare.users, 'all whom it is about')
    t.ok(bare.situations.every(({ state }) => state === 'notCovered'), 'and wholly')
    const drafted = coverage(compile(readTenant([{ id: requirement.id, ...requirement.template }])), requirement)
    t.equal(drafted.status, 'gap')
    t.strictSame([drafted.wouldCover, drafted.wouldLeave.count], [[requirement.id], 0])
    t.end()
  })

  test(`a tenant whose policies were not read leaves ${requirement.id} unknown`, t => {
    const judged = coverage(compile(readTenant([], { policies: undefined })), requirement)
    t.match(judged, { status: 'unknown', gaps: [], unknowns: [{ what: 'policies' }] })
    t.ok(judged.possible.length > 0)
    t.end()
  })
}
