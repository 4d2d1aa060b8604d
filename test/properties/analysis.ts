import { isDeepStrictEqual } from 'node:util'
import { test } from 'tap'
import { analysePolicies, type PolicyAnalysis } from '#src/engine/analyse/analyse.ts'
import { compile, type CompiledPolicy } from '#src/engine/compile.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { UserSet } from '#src/engine/user-set.ts'
import { inGroup, inRole } from '#src/simulator/what-if/groups.ts'
import { flags, object, objects, text, texts } from '#src/simulator/what-if/json.ts'
import { resourcesCondition } from '#src/simulator/what-if/resources.ts'
import { readSignIn } from '#src/simulator/what-if/sign-in.ts'
import { personOf, usersCondition } from '#src/simulator/what-if/users.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { askedOf, asksAsMuch, isReportOnly, judged, outcomeOf, type Judged } from './draw/asked.ts'
import { consolidatedWrongly } from './draw/consolidated.ts'
import { isSupposed, placedSignIns } from './draw/placed.ts'
import { seeded, type Body, type Random } from './draw/random.ts'
import { similarTenant, synchronizationRole } from './draw/similar.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 100)
const points = Number(process.env['LACUNA_POINTS'] ?? 110)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

/** How many claims of each kind a hundred tenants give at least: fewer would prove little. */
const wanted: Readonly<Record<string, number>> = {
  vacuous: 50, redundant: 1.5, shadowed: 15, overridden: 3, unsatisfiable: 20, leftOut: 20, uncompensatedSome: 0.5, uncompensatedAll: 15, compensated: 2,
  ready: 10, readyWithEffect: 10, readyWithout: 1, equivalent: 10, withDifference: 1.5, equivalentInReportOnly: 1
}

interface Point {
  readonly signIn: SignIn
  readonly all: Judged
}

interface Drawn {
  readonly file: Body
  readonly tenant: Tenant
  readonly policies: readonly Body[]
  readonly points: readonly Point[]
  readonly random: Random
  readonly analysis: PolicyAnalysis
}

const nothing = { isBlocked: false, clauses: [], session: [] }
const reported = 10
const counts = new Map<string, number>()
const wrong: string[] = []
let current: { number: number, file: Body } = { number: 0, file: {} }

function claimed(kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

function check(holds: boolean, what: string, example: () => unknown): void {
  if (!holds) wrong.push(`tenant ${current.number}, ${what}: ${JSON.stringify(example())}`)
}

/** What concerns a claim about some policies: these bodies, the sign-in, and how each policy judges it. */
function shown(drawn: Drawn, policies: readonly CompiledPolicy[], { signIn, all }: Point): unknown {
  return { policies: policies.map(({ index }) => drawn.policies[index]), signIn, applies: all.map(({ policy, applies }) => [policy['id'], applies]) }
}

function without({ all }: Point, { index }: CompiledPolicy): Judged {
  return all.filter((_, at) => at !== index)
}

function checkVacuous(drawn: Drawn): void {
  for (const { policy, reason } of drawn.analysis.vacuous) {
    claimed('vacuous')
    for (const point of drawn.points) {
      const one = point.all[policy.index]
      if (one === undefined) continue
      const [, possible] = askedOf([{ policy: { ...one.policy, state: 'enabled' }, applies: true }])
      if (reason === 'it demands nothing') check(!possible.isBlocked && possible.clauses.length + possible.session.length === 0, reason, () => one.policy)
      else check(one.applies === false || (one.applies === null && isSupposed(point.signIn)), `vacuous as ${reason}`, () => shown(drawn, [policy], point))
    }
  }
}

function checkImplied(drawn: Drawn): void {
  for (const { kind, policy, by } of drawn.analysis.implied) {
    claimed(kind)
    check(by.length > 0 && (kind !== 'shadowed' || by.length === 1), `${kind} names why`, () => by.length)
    for (const point of drawn.points) {
      const rest = without(point, policy)
      const few = by.flatMap(({ index }) => point.all[index] ?? [])
      const applies = point.all[policy.index]?.applies
      check(isDeepStrictEqual(outcomeOf(point.all), outcomeOf(rest)), `${kind} changes an outcome`, () => shown(drawn, [policy, ...by], point))
      const [own, others] = [askedOf(point.all.slice(policy.index, policy.index + 1)), askedOf(few)]
      check(asksAsMuch(others[0], own[0]) && asksAsMuch(others[1], own[1]), `${kind} by less than it demands`, () => shown(drawn, [policy, ...by], point))
      if (kind === 'overridden' && applies === true) check(outcomeOf(few).result === 'blocked', 'overridden but not blocked', () => shown(drawn, [policy, ...by], point))
    }
  }
}

function checkReady(drawn: Drawn): void {
  for (const { policy, newlyBlocked, newlyChallenged, changesNothing } of drawn.analysis.ready) {
    claimed('ready')
    claimed(changesNothing ? 'readyWithout' : 'readyWithEffect')
    for (const point of drawn.points) {
      const { userId } = point.signIn.signInIdentity
      const user = drawn.tenant.users.indexOf(userId ?? '')
      const turnedOn = point.all.map((one, index) => index === policy.index ? { ...one, policy: { ...one.policy, state: 'enabled' } } : one)
      const [[before, perhapsBefore], [after, perhapsAfter]] = [askedOf(point.all), askedOf(turnedOn)]
      const isSame = asksAsMuch(before, after) && asksAsMuch(perhapsBefore, perhapsAfter)
      if (changesNothing) check(isSame, 'ready changes something', () => shown(drawn, [policy], point))
      if (user < 0) continue
      const applications = object(object(drawn.policies[policy.index]?.['conditions'])['applications'])
      const isSettled = point.all[policy.index]?.applies !== null || resourcesCondition(drawn.file, applications, readSignIn(point.signIn)) === null
      check(isSettled, 'ready, though it is not known whether it applies', () => shown(drawn, [policy], point))
      if (after.isBlocked && !before.isBlocked) check(newlyBlocked.has(user), 'ready blocks more', () => shown(drawn, [policy], point))
      else if (!asksAsMuch({ ...before, session: after.session }, after)) check(newlyChallenged.has(user), 'ready challenges more', () => shown(drawn, [policy], point))
    }
  }
}

const excludeNone = { excludeUsers: [], excludeGroups: [], excludeRoles: [], excludeGuestsOrExternalUsers: null }

/** The accounts of the file that can sign in and are not accepted, with whether the policy includes them, and leaves them out. */
function accountsOf({ file }: Drawn, policy: Body): { id: string, isIncluded: boolean, isExcluded: boolean }[] {
  const users = object(object(policy['conditions'])['users'])
  const emergency = object(object(file['settings'])['emergencyAccess'])
  return objects(file['users']).filter(one => one['accountEnabled'] === true).flatMap(one => text(one['id']) ?? [])
    .filter(id => !texts(emergency['users']).includes(id) && !texts(emergency['groups']).some(group => inGroup(file, id, group) === true) && inRole(file, id, synchronizationRole) !== true)
    .map(id => {
      const person = personOf(file, readSignIn({ signInIdentity: { userId: id }, signInContext: { includeApplications: ['any'] }, signInConditions: {} }))
      const isIncluded = usersCondition(file, { ...users, ...excludeNone }, person) === true
      return { id, isIncluded, isExcluded: isIncluded && usersCondition(file, users, person) === false }
    })
}

function checkLeftOut(drawn: Drawn): void {
  for (const { policy, included, excluded, uncompensated } of drawn.analysis.leftOut) {
    claimed('leftOut')
    if (uncompensated.count > 0) claimed(uncompensated.count < excluded.count ? 'uncompensatedSome' : 'uncompensatedAll')
    else claimed('compensated')
    const body = drawn.policies[policy.index] ?? {}
    const accounts = accountsOf(drawn, body)
    const indices = (test: (account: typeof accounts[number]) => boolean): number[] => accounts.filter(test).map(({ id }) => drawn.tenant.users.indexOf(id)).sort((a, b) => a - b)
    const listed = (set: UserSet): number[] => set.page(0, set.count).sort((a, b) => a - b)
    check(isDeepStrictEqual(listed(included), indices(({ isIncluded }) => isIncluded)), 'left out: the included', () => [body, listed(included), accounts])
    check(isDeepStrictEqual(listed(excluded), indices(({ isExcluded }) => isExcluded)), 'left out: the excluded', () => [body, listed(excluded), accounts])
    check(listed(uncompensated).every(user => excluded.has(user)), 'left out: more than the excluded', () => body)
    const whole = { ...body, conditions: { ...object(body['conditions']), users: { ...object(object(body['conditions'])['users']), ...excludeNone } } }
    for (const point of drawn.points) {
      const user = drawn.tenant.users.indexOf(point.signIn.signInIdentity.userId ?? '')
      if (user < 0 || !excluded.has(user) || uncompensated.has(user)) continue
      const own = askedOf(judged({ ...drawn.file, policies: [whole] }, point.signIn))
      const others = askedOf(without(point, policy).filter(({ policy: { state } }) => state === 'enabled'))
      check([0, 1].every(world => asksAsMuch({ ...others[world] ?? nothing, session: own[world]?.session ?? [] }, own[world] ?? nothing)), 'left out, but not made up for', () => shown(drawn, [policy], point))
    }
  }
}

/** Where a control can be met; the others can be met on every platform. Source: reference section 5. */
const metOn: Readonly<Record<string, readonly string[]>> = {
  compliantDevice: ['windows', 'macOS', 'iOS', 'android', 'linux'], domainJoinedDevice: ['windows'],
  approvedApplication: ['iOS', 'android'], compliantApplication: ['iOS', 'android', 'windows']
}

/** Agents' own risk is a condition of agents, for which regions are not worked out. */
function isAboutAgents({ conditions }: Body): boolean {
  return flags(object(conditions)['agentIdRiskLevels']).length > 0
}

function checkUnsatisfiable(drawn: Drawn): void {
  const isMet = (control: string, platform: string): boolean => metOn[control]?.includes(platform) !== false
  for (const { policy, clause, platforms } of drawn.analysis.unsatisfiable) {
    claimed('unsatisfiable')
    check(platforms.length > 0 && platforms.every(platform => !clause.some(control => isMet(control, platform))), 'unsatisfiable but met', () => [policy.policy, clause, platforms])
  }
  for (const point of drawn.points) {
    const platform = point.signIn.signInConditions.devicePlatform ?? ''
    for (const [index, one] of point.all.entries()) {
      if (one.applies !== true || isAboutAgents(one.policy) || point.signIn.signInIdentity.userId == null || !['windows', 'macOS', 'iOS', 'android', 'linux'].includes(platform)) continue
      const [{ clauses }] = askedOf([{ ...one, policy: { ...one.policy, state: 'enabled' } }])
      for (const clause of clauses.filter(controls => !controls.some(control => isMet(control, platform)))) {
        const told = drawn.analysis.unsatisfiable.some(found => found.policy.index === index && isDeepStrictEqual([...found.clause].sort(), clause) && found.platforms.includes(platform))
        check(told, 'met nowhere, but not told', () => shown(drawn, [], point))
      }
    }
  }
}

function checkConsolidations(drawn: Drawn): void {
  for (const { policies, body, stricter, looser } of drawn.analysis.consolidations) {
    const members = policies.map(({ index }) => drawn.policies[index]).filter(member => member !== undefined)
    const isExact = stricter.length + looser.length === 0
    claimed(isExact ? 'equivalent' : 'withDifference')
    if (isExact && members.every(member => isReportOnly(member))) claimed('equivalentInReportOnly')
    check(policies.length > 1 && new Set(members.map(({ state }) => state)).size === 1 && body['state'] === members[0]?.['state'], 'one policy for several in one state', () => body)
    for (const { what, signIn } of consolidatedWrongly(drawn, { members, body, stricter, looser }, drawn.points.map(point => point.signIn))) {
      check(false, what, () => ({ members, body, signIn, locations: drawn.file['namedLocations'] }))
    }
  }
}

const random = seeded(seed)
for (let number = 0; number < tenants && wrong.length < reported; number++) {
  const file = similarTenant(random)
  current = { number, file }
  const tenant = tenantOf(file)
  const signIns = placedSignIns(file, random, { points, random: 30 })
  const drawn: Drawn = {
    file, tenant, policies: objects(file['policies']), random, analysis: analysePolicies(compile(tenant)), points: signIns.map(signIn => ({ signIn, all: judged(file, signIn) }))
  }
  checkVacuous(drawn)
  checkImplied(drawn)
  checkReady(drawn)
  checkLeftOut(drawn)
  checkUnsatisfiable(drawn)
  checkConsolidations(drawn)
}

test('every claim about policies is confirmed by the naive evaluator on points drawn from their text', t => {
  t.comment(`seed ${seed}, ${tenants} tenants, ${points} points each: ${JSON.stringify(Object.fromEntries([...counts].sort()))}`)
  for (const found of wrong.slice(0, reported)) t.fail(found)
  t.equal(wrong.length, 0)
  t.end()
})

test('the claims mean something: there are enough of each kind', t => {
  for (const [kind, number] of Object.entries(wanted)) t.ok((counts.get(kind) ?? 0) * 100 >= number * tenants, `${counts.get(kind) ?? 0} ${kind}`)
  t.end()
})
