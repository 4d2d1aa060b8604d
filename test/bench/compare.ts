import { coldAndWarm, loadTenant, rounded, timed, withTenantFile, type TenantSize } from './tenant-files.ts'
import { compareIn } from '#src/engine/compare.ts'
import { compile } from '#src/engine/compile.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'

type Body = Readonly<Record<string, unknown>>

/** Compares drafts with a tenant that is in memory: the first is the first that the process compares, the others show the worst. */
export async function benchCompare(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const tenant = await loadTenant(path)
    const compiled = compile(tenant)
    const [draft = tenant.policies, ...others] = draftsFor(tenant)
    const { result, cold, warm } = await coldAndWarm(() => compareIn(compiled, draft))
    const rest: number[] = []
    for (const other of others) rest.push((await timed(() => compareIn(compiled, other))).ms)
    return { ...size, compareMs: cold, warmCompareMs: warm, worstOtherMs: rounded(Math.max(...rest)), drafts: others.length + 1, regions: result.regions.length }
  })
}

/** The tenant's policies with one of them changed: a control swapped first, then exclusions, states and conditions, for people all over the tenant. */
function draftsFor(tenant: Tenant): ReadPolicy[][] {
  const group = tenant.groups.at(tenant.groups.count - 1).id
  const edits: readonly ((body: Body) => Body)[] = [
    body => ({ ...body, grantControls: { operator: 'OR', builtInControls: ['compliantDevice'], customAuthenticationFactors: [], termsOfUse: [] } }),
    body => within(body, 'users', { excludeGroups: [group] }),
    body => within(body, 'users', { excludeUsers: [], excludeGroups: [], excludeRoles: [] }),
    body => within(body, 'platforms', { includePlatforms: ['windows'], excludePlatforms: [] }),
    body => ({ ...body, state: 'disabled' }),
    body => ({ ...body, state: 'enabled' })
  ]
  return edits.flatMap(edit => [0, 2, tenant.policies.length - 1].flatMap(changed => {
    const read = tenant.policies[changed]
    return read === undefined ? [] : [tenant.policies.map(policy => policy === read ? redrawn(read, edit(read.raw)) : policy)]
  }))
}

function within(body: Body, condition: string, value: Body): Body {
  const conditions: unknown = body['conditions']
  const all: Body = typeof conditions === 'object' && conditions !== null ? { ...conditions } : {}
  const before = all[condition]
  return { ...body, conditions: { ...all, [condition]: { ...typeof before === 'object' ? before : {}, ...value } } }
}

function redrawn(read: ReadPolicy, body: Body): ReadPolicy {
  const drawn = parsePolicy(body, read.policy.id)
  if ('reason' in drawn) throw new Error(`the draft is no policy: ${drawn.reason}`)
  return drawn
}
