import { test } from 'tap'
import { compile } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { identityAt } from '#src/engine/identity.ts'
import { relevantTo } from '#src/engine/judgement.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import { drawPoints } from '#src/simulator/points/draw.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { baseline } from './draw/baseline.ts'
import { isInside, type Cut } from './draw/inside.ts'
import { inScope, isProtected, isWitness } from './draw/judge.ts'
import { placedSignIns } from './draw/placed.ts'
import { type Body, type Random, seeded } from './draw/random.ts'
import { randomTenant } from './draw/tenant.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 60)
const points = Number(process.env['LACUNA_POINTS'] ?? 120)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

/** A small tenant in which now and then somebody is declared an emergency account. */
function tenantFor(random: Random): Body {
  const tenant = randomTenant(random)
  if (!random.chance(0.4)) return tenant
  return { ...tenant, settings: { ...Object(tenant['settings']), emergencyAccess: { users: random.some(['user-1', 'user-4'], 0.5), groups: random.some(['group-1'], 0.5) } } }
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
const reported = 10
const wrong: Found[] = []

/** Drawn points against what the engine reports: an unprotected one lies in a gap, an undecided one in a gap or a possible one. */
function comparePoints(number: number, tenant: Body, { random, results }: { random: Random, results: readonly Coverage[] }): void {
  const read = tenantOf(tenant)
  const compiled = compile(read)
  const isDeclared = (read.settings.baselineScopes ?? 'unknown') !== 'unknown'
  const drawn = [...drawPoints(tenant, { limit: points, seed: number + 1, actions: true, workloads: true })].map(asSignIn)
  const near = placedSignIns(tenant, random, { points: 0, random: Math.floor(points / 6) })
    .map(signIn => bare(signIn)).filter(({ signInContext, requestedScopes }) => signInContext.authenticationContextValue === undefined && (isDeclared || requestedScopes === undefined))
  const cutFor = (requirement: Requirement): Cut => {
    const relevant = new Set(relevantTo(compiled, requirement).map(({ index }) => index))
    const scope = { applications: requirement.applications, conditions: requirement.conditions.outsideTrusted === true ? { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } } : {} }
    return { file: tenant, tenant: read, policies: [...objects(tenant['policies']).filter((_, index) => relevant.has(index)), scope] }
  }
  const cuts = new Map(results.map(({ requirement }) => [requirement, cutFor(requirement)]))
  for (const signIn of [...drawn, ...near]) {
    for (const { requirement, gaps, possible, status } of results) {
      const cut = cuts.get(requirement) ?? cutFor(requirement)
      const scope = inScope(tenant, requirement, signIn)
      if (scope === false) continue
      const safe = isProtected(tenant, requirement, signIn)
      const report = (what: string): void => void wrong.push({ what, requirement: requirement.id, tenant: number, signIn })
      if (safe === true) counts.protected++
      else if (safe === false && scope === true) {
        counts.unprotected++
        if (!gaps.some(region => isInside(cut, region, signIn))) report('an unprotected sign-in is in no gap')
      } else {
        counts.undecided++
        if (![...gaps, ...possible].some(region => isInside(cut, region, signIn))) report('an undecided sign-in is in no gap, possible or not')
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
        ...region.witness, signInIdentity: identified(region.witness.signInIdentity, identityAt(read, requirement, user).id),
        signInContext: region.witness.signInContext.includeApplications === undefined ? region.witness.signInContext
          : { ...region.witness.signInContext, includeApplications: [random.one([...region.apps.appIds, ...region.apps.anyOther ? [elsewhere] : []]) ?? elsewhere] }
      }])
      for (const signIn of [region.witness, ...others]) {
        counts.witnesses++
        if (!isWitness(tenant, requirement, signIn)) report('a witness is protected, or not what the requirement is about', signIn)
      }
      if (evaluate(compiled, region.witness).outcome.result === 'blocked') report('a witness is blocked', region.witness)
    }
    for (const { witness } of possible) if (isProtected(tenant, requirement, witness) === true) report('a possible gap is protected', witness)
  }
}

const elsewhere = '99999999-9999-4999-8999-999999999999'

function asSignIn(point: Record<string, unknown>): SignIn {
  return bare(Object(point))
}

/** A workload shows nothing of a person, a client or a device, and asks for no scopes of a person. */
function bare(signIn: SignIn): SignIn {
  const { servicePrincipalId, agentServicePrincipalId } = signIn.signInIdentity
  if (typeof (servicePrincipalId ?? agentServicePrincipalId) !== 'string') return signIn
  const { ipAddress = null, country = null, servicePrincipalRiskLevel = null, agentIdRiskLevel = null } = signIn.signInConditions
  return { signInIdentity: signIn.signInIdentity, signInContext: signIn.signInContext, signInConditions: { ipAddress, country, servicePrincipalRiskLevel, agentIdRiskLevel } }
}

function identified(identity: SignIn['signInIdentity'], id: string): SignIn['signInIdentity'] {
  return { ...identity, ...typeof identity.userId === 'string' ? { userId: id } : typeof identity.servicePrincipalId === 'string' ? { servicePrincipalId: id } : { agentServicePrincipalId: id } }
}

const random = seeded(seed)
for (let number = 0; number < tenants && wrong.length < reported; number++) {
  const tenant = tenantFor(random)
  if (!Array.isArray(tenant['users']) || !Array.isArray(tenant['servicePrincipals'])) continue
  const compiled = compile(tenantOf(tenant))
  const results = baseline.map(requirement => coverage(compiled, requirement))
  comparePoints(number, tenant, { random, results })
  checkGaps(number, tenant, { random, results })
}

test('coverage is sound and complete against points drawn from the policy text, and every witness slips through', t => {
  t.comment(`${tenants} tenants, ${points} points each, seed ${seed}: ${JSON.stringify(counts)}`)
  for (const found of wrong.slice(0, reported)) t.fail(found.what, { ...found, signIn: JSON.stringify(found.signIn) })
  t.equal(wrong.length, 0)
  t.end()
})

test('the points mean something: many are unprotected, many protected, many undecided', t => {
  for (const [name, number] of Object.entries(counts)) t.ok(number >= tenants, `${number} ${name}`)
  t.end()
})
