import { test } from 'tap'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import { policyMatchingVectors, vectorSignIn, vectorTenant } from '#test/fixtures/vector-tenant.ts'

for (const vector of policyMatchingVectors()) {
  test(`${vector.id}: ${vector.note}`, (t) => {
    const [policy] = whatIf(vectorTenant(vector), vectorSignIn(vector)).policies
    t.equal(policy?.policyApplies, vector.expect.applies)
    if (policy?.analysisReasons !== vector.expect.reason) t.comment(`reason ${policy?.analysisReasons}, the vector says ${vector.expect.reason}`)
    t.end()
  })
}
