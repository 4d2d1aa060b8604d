import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import { policyMatchingVectors, vectorSignIn, vectorTenant, type Vector } from '#test/fixtures/vector-tenant.ts'

function verdictOn(vector: Vector): unknown {
  const parsed = parseSignIn(vectorSignIn(vector))
  return 'errors' in parsed ? parsed.errors : evaluate(compile(tenantOf(vectorTenant(vector))), parsed.signIn).policies[0]?.policyApplies
}

const vectors = policyMatchingVectors()
const judged = new Set<string>()

for (const vector of vectors) {
  test(`${vector.id}: ${vector.note}`, t => {
    t.equal(verdictOn(vector), vector.expect.applies)
    judged.add(vector.id)
    t.end()
  })
}

test('every vector counts, once', t => {
  t.equal(judged.size, vectors.length)
  t.ok(vectors.length >= 27, `${vectors.length} vectors`)
  t.end()
})
