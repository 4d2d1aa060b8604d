import t from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { lantern, policyOf } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const everybody = requirementOf('mfa-all-users')

for (const baselineScopes of ['legacy', 'enforced'] as const) {
  t.test(`an application that is open to every request and to those for ${baselineScopes} baseline scopes is one application`, t => {
    const tenant = lantern([policyOf('mfa', { apps: { includeApplications: ['All'], excludeApplications: [ids.wiki] } })], { settings: { baselineScopes } })
    const apps = everybody === undefined ? undefined : coverage(compile(tenant), everybody).uncoveredApps
    t.ok(apps?.appIds.includes(ids.wiki))
    t.equal(apps?.count, new Set(apps?.appIds).size)
    t.equal(apps?.count, apps?.appIds.length)
    t.end()
  })
}
