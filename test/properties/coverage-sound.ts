import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import type { GapRegion } from '#src/engine/gap-region.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import { requirements } from '#src/requirements/all.ts'
import { drawPoints } from '#src/simulator/points/draw.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { inScope, isProtected } from './draw/judge.ts'
import { type Body, type Random, seeded } from './draw/random.ts'
import { randomTenant } from './draw/tenant.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 150)
const points = Number(process.env['LACUNA_POINTS'] ?? 120)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

/** The baseline, and one about the roles that random tenants have. */
const judged: readonly Requirement[] = requirements.map(one => one.population.roles === null ? one : { ...one, population: { ...one.population, roles: ['role-global', 'role-helpdesk'] } })

/** A small tenant in which now and then somebody is declared an emergency account. */
function tenantFor(random: Random): Body {
  const tenant = randomTenant(random)
  if (!random.chance(0.4)) return tenant
  return { ...tenant, settings: { ...Object(tenant['settings']), emergencyAccess: { users: random.some(['user-1', 'user-4'], 0.5), groups: random.some(['group-1'], 0.5) } } }
}

function holds(region: GapRegion, user: number, { signInContext, signInConditions }: SignIn): boolean {
  const [appId = ''] = signInContext.includeApplications ?? []
  const { conditions, apps } = region
  const listed = (list: readonly string[] | undefined, value: string | null | undefined): boolean =>
    list === undefined || list.some(one => one.toLowerCase() === (value ?? 'none').toLowerCase())
  return region.users.has(user) && (apps.appIds.includes(appId) || (apps.anyOther && appId.startsWith('99999999')))
    && listed(conditions.clientAppTypes, signInConditions.clientAppType) && listed(conditions.platforms, signInConditions.devicePlatform)
    && listed(conditions.signInRiskLevels, signInConditions.signInRiskLevel) && listed(conditions.userRiskLevels, signInConditions.userRiskLevel)
    && listed(conditions.insiderRiskLevels, signInConditions.insiderRiskLevel) && listed(conditions.authenticationFlows, signInConditions.authenticationFlow?.transferMethod)
}

interface Counts {
  unprotected: number
  protected: number
  undecided: number
  witnesses: number
}

interface Found {
  readonly what: string
  readonly requirement: string
  readonly tenant: number
  readonly signIn: unknown
}

const counts: Counts = { unprotected: 0, protected: 0, undecided: 0, witnesses: 0 }
const wrong: Found[] = []

/** Drawn points against what the engine reports: an unprotected one lies in a gap, an undecided one in a gap or a possible one. */
function comparePoints(number: number, tenant: Body, results: readonly Coverage[]): void {
  const read = tenantOf(tenant)
  for (const drawn of drawPoints(tenant, { limit: points, seed: number + 1 })) {
    const signIn = asSignIn(drawn)
    const user = read.users.indexOf(signIn.signInIdentity.userId ?? '')
    for (const { requirement, gaps, possible, status } of results) {
      const scope = inScope(tenant, requirement, signIn)
      if (scope === false) continue
      const safe = isProtected(tenant, requirement, signIn)
      const report = (what: string): void => void wrong.push({ what, requirement: requirement.id, tenant: number, signIn })
      if (safe === true) counts.protected++
      else if (safe === false && scope === true) {
        counts.unprotected++
        if (!gaps.some(region => holds(region, user, signIn))) report('an unprotected sign-in is in no gap')
      } else {
        counts.undecided++
        if (![...gaps, ...possible].some(region => holds(region, user, signIn))) report('an undecided sign-in is in no gap, possible or not')
      }
      if (safe !== true && status === 'met') report('the requirement counts as met')
    }
  }
}

/** The engine's own claims: the witness of a gap, and other users and applications of its region, are unprotected. */
function checkGaps(number: number, tenant: Body, { random, results }: { random: Random, results: readonly Coverage[] }): void {
  const read = tenantOf(tenant)
  const compiled = compile(read)
  for (const { requirement, gaps, possible } of results) {
    const report = (what: string, signIn: unknown): void => void wrong.push({ what, requirement: requirement.id, tenant: number, signIn })
    for (const region of gaps) {
      const users = region.users.page(0, region.users.count)
      const others = [random.one(users), random.one(users)].flatMap(user => user === undefined ? [] : [{
        ...region.witness, signInIdentity: { ...region.witness.signInIdentity, userId: read.users.at(user).id },
        signInContext: { ...region.witness.signInContext, includeApplications: [random.one([...region.apps.appIds, ...region.apps.anyOther ? [elsewhere] : []]) ?? elsewhere] }
      }])
      for (const signIn of [region.witness, ...others]) {
        counts.witnesses++
        if (inScope(tenant, requirement, signIn) !== true) report('a witness is not what the requirement is about', signIn)
        if (isProtected(tenant, requirement, signIn) !== false) report('a witness is protected', signIn)
      }
      if (evaluate(compiled, region.witness).outcome.result === 'blocked') report('a witness is blocked', region.witness)
    }
    for (const { witness } of possible) if (isProtected(tenant, requirement, witness) === true) report('a possible gap is protected', witness)
  }
}

const elsewhere = '99999999-9999-4999-8999-999999999999'

function asSignIn(point: Record<string, unknown>): SignIn {
  return Object(point)
}

const random = seeded(seed)
for (let number = 0; number < tenants; number++) {
  const tenant = tenantFor(random)
  if (!Array.isArray(tenant['users']) || !Array.isArray(tenant['servicePrincipals'])) continue
  const compiled = compile(tenantOf(tenant))
  const results = judged.map(requirement => coverage(compiled, requirement))
  comparePoints(number, tenant, results)
  checkGaps(number, tenant, { random, results })
}

test('coverage is sound and complete against points drawn from the policy text, and every witness slips through', t => {
  t.comment(`${tenants} tenants, ${points} points each, seed ${seed}: ${JSON.stringify(counts)}`)
  for (const found of wrong.slice(0, 10)) t.fail(found.what, { ...found, signIn: JSON.stringify(found.signIn) })
  t.equal(wrong.length, 0)
  t.end()
})

test('the points mean something: many are unprotected, many protected, many undecided', t => {
  for (const [name, number] of Object.entries(counts)) t.ok(number >= tenants, `${number} ${name}`)
  t.end()
})
