import { readFile } from 'node:fs/promises'
import { compareIn, type ChangedRegion } from '#src/engine/compare.ts'
import { compile, recompile } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { UserSet } from '#src/engine/user-set.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import type { ReadPolicy, Tenant } from '#src/tenant/tenant.ts'
import { readTenant } from './read-tenant.ts'
import { argumentsOf, pathOf, print, Unusable } from './terminal.ts'

/** `lacuna compare`: what the tenant would demand with one policy added, or changed where its id is there already. */
export async function compareWith(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { with: { type: 'string' } })
  if (values.with === undefined) throw new Unusable('give `--with` a file that holds one policy')
  const read = await readPolicy(values.with)
  const tenant = await readTenant(pathOf(positionals, 'TENANT'))
  const { policy, unrecognised } = read
  const isReportOnly = policy.state === 'enabledForReportingButNotEnforced'
  const answer = {
    policy: {
      id: policy.id, displayName: policy.displayName, state: policy.state, replaces: tenant.policies.some(one => isSame(one, read)),
      unrecognised: unrecognised.map(({ pointer, kind }) => ({ pointer, kind }))
    },
    ...changesTo(tenant, read),
    ...(isReportOnly ? { whenEnforced: changesTo(tenant, { ...read, policy: { ...policy, state: 'enabled' } }) } : {})
  }
  await print(`${JSON.stringify(answer, null, 2)}\n`)
  return 0
}

async function readPolicy(path: string): Promise<ReadPolicy> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Unusable(`\`${path}\` cannot be read (${error.code ?? error.message})`)
  })
  const read = parsePolicy(parsed(text, path), 'added')
  if ('reason' in read) throw new Unusable(`\`${path}\` is no policy: ${read.reason}`)
  return read
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Unusable(`\`${path}\` is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
}

function isSame(one: ReadPolicy, other: ReadPolicy): boolean {
  return one.policy.id.toLowerCase() === other.policy.id.toLowerCase()
}

function changesTo(tenant: Tenant, read: ReadPolicy) {
  const isThere = tenant.policies.some(one => isSame(one, read))
  const after = isThere ? tenant.policies.map(one => isSame(one, read) ? read : one) : [...tenant.policies, read]
  const compiled = compile(tenant)
  const { relation, regions, newlyBlocked, newlyChallenged, newlyFree } = compareIn(compiled, after)
  const users = (set: UserSet) => ({ count: set.count, ids: set.page(0, set.count).map(index => tenant.users.at(index).id) })
  return {
    relation, newlyBlocked: users(newlyBlocked), newlyChallenged: users(newlyChallenged), newlyFree: users(newlyFree),
    regions: regions.map(regionOf), lockout: lockoutIn(recompile(compiled, after))
  }
}

function regionOf({ change, demand, users, externals, apps, conditions, words, witness }: ChangedRegion) {
  return { change, demand, users: users.count, externals: [...externals], apps: { count: apps.count, appIds: [...apps.appIds], anyOther: apps.anyOther }, conditions, words, witness }
}
