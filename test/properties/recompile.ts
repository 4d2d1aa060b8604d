import { isDeepStrictEqual } from 'node:util'
import { compile, recompile, type Compiled } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import type { UserSet } from '#src/engine/user-set.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { withPolicies } from '#src/tenant/tenant.ts'
import { altered } from './draw/alter.ts'
import { baseline } from './draw/baseline.ts'
import { theorem } from './draw/theorem.ts'

function listed(users: UserSet): number[] {
  return users.page(0, users.count).sort((a, b) => a - b)
}

/** All that coverage says, with user sets as lists: a tenant judged anew may number its classes otherwise. */
function coverages(compiled: Compiled): unknown {
  return baseline.map(requirement => JSON.parse(JSON.stringify(coverage(compiled, requirement), (name, value: unknown) =>
    name === 'witness' ? undefined : isUserSet(value) ? listed(value) : value)))
}

function isUserSet(value: unknown): value is UserSet {
  return typeof value === 'object' && value !== null && 'page' in value
}

theorem('a tenant compiled again with other policies judges like one compiled with them from the start', ({ file, signIns, random }, check) => {
  const [tenant, after] = [tenantOf(file), tenantOf(altered(random, altered(random, file)))]
  const [again, anew] = [recompile(compile(tenant), after.policies), compile(withPolicies(tenant, after.policies))]
  for (const signIn of signIns) check(isDeepStrictEqual(evaluate(again, signIn), evaluate(anew, signIn)), () => ({ signIn, policies: file['policies'] }))
  check(isDeepStrictEqual(coverages(again), coverages(anew)), () => ({ again: coverages(again), anew: coverages(anew) }))
})

theorem('a tenant compiled again with its own policies is cut no further', ({ file }, check) => {
  const compiled = compile(tenantOf(file))
  const again = recompile(compiled, compiled.tenant.policies)
  check(again.classes === compiled.classes && isDeepStrictEqual(coverages(again), coverages(compiled)), () => file['policies'])
})
