import { test } from 'tap'
import { compareIn, type ChangedRegion, type Comparison } from '#src/engine/compare.ts'
import { compile } from '#src/engine/compile.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { altered } from './draw/alter.ts'
import { askedOf, asksAsMuch, judged, type Asked } from './draw/asked.ts'
import { isInside, type Cut } from './draw/inside.ts'
import { isSupposed, placedSignIns } from './draw/placed.ts'
import { seeded, type Body, type Random } from './draw/random.ts'
import { similarTenant } from './draw/similar.ts'
import { randomTenant } from './draw/tenant.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 160)
const points = Number(process.env['LACUNA_POINTS'] ?? 80)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

/** How many cases a hundred tenants give at least. */
const wanted: Readonly<Record<string, number>> = {
  equivalent: 15, stricter: 8, looser: 8, incomparable: 8, stricterPoints: 150, looserPoints: 150, externalPoints: 100, narrowPoints: 1, actionPoints: 80, blockedPoints: 1, freedPoints: 15,
  challengedPoints: 15, witnesses: 100
}

interface Pair {
  readonly before: Body
  readonly after: Body
  readonly cut: Cut
  readonly found: Comparison
}

const reported = 10
const counts = new Map<string, number>()
const wrong: string[] = []

function met(kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

function check(holds: boolean, what: string, example: () => unknown): void {
  if (!holds) wrong.push(`${what}: ${JSON.stringify(example())}`)
}

/** The file with the policies of another that is like it, or with one of its own changed. */
function changedPolicies(random: Random, file: Body): Body {
  const policies = objects(file['policies'])
  if (random.chance(0.5)) return altered(random, file)
  if (random.chance(0.5)) return { ...file, policies: policies.filter(() => random.chance(0.7)) }
  const turned = policies.map(policy => random.chance(0.3) ? { ...policy, state: random.pick(['enabled', 'enabledForReportingButNotEnforced', 'disabled']) } : policy)
  return { ...file, policies: random.chance(0.5) ? turned : [...turned, ...objects(randomTenant(random)['policies']).slice(0, 2).map((policy, index) => ({ ...policy, id: `more-${index}` }))] }
}

function pairOf(random: Random): Pair {
  const drawn = similarTenant(random)
  const [before, after] = random.chance(0.5) ? [drawn, changedPolicies(random, drawn)] : [changedPolicies(random, drawn), drawn]
  const [tenant, other] = [tenantOf(before), tenantOf(after)]
  const policies = [...objects(before['policies']), ...objects(after['policies'])].filter(({ state }) => !['disabled', 'enabledForReportingButNotEnforced'].includes(String(state)))
  return { before, after, cut: { file: before, tenant, policies }, found: compareIn(compile(tenant), other.policies) }
}

interface Difference {
  /** What each side asks for if nothing that is unknown applies. */
  readonly old: Asked
  readonly fresh: Asked
  /** Whether the second asks more, or less, if nothing unknown applies or if all does. */
  readonly isMore: boolean
  readonly isLess: boolean
  readonly isKnown: boolean
}

function difference(pair: Pair, signIn: SignIn): Difference {
  const both = [judged(pair.before, signIn), judged(pair.after, signIn)] as const
  const [old, perhapsOld] = askedOf(both[0])
  const [fresh, perhapsFresh] = askedOf(both[1])
  return {
    old, fresh, isMore: !asksAsMuch(old, fresh) || !asksAsMuch(perhapsOld, perhapsFresh), isLess: !asksAsMuch(fresh, old) || !asksAsMuch(perhapsFresh, perhapsOld),
    isKnown: both.flat().every(({ applies }) => applies !== null)
  }
}

function checkPoint(pair: Pair, signIn: SignIn): void {
  const { found, before, after } = pair
  const { old, fresh, isMore, isLess, isKnown } = difference(pair, signIn)
  if (isSupposed(signIn) && !isKnown) return
  const example = (): unknown => ({ signIn, before: before['policies'], after: after['policies'], places: before['namedLocations'] })
  const inRegion = (change: ChangedRegion['change']): boolean => found.regions.some(region => region.change === change && isInside(pair.cut, region, signIn))
  if (isMore) check(found.relation === 'stricter' || found.relation === 'incomparable', 'asks more, but the comparison says otherwise', example)
  if (isLess) check(found.relation === 'looser' || found.relation === 'incomparable', 'asks less, but the comparison says otherwise', example)
  const isWorkload = signIn.signInIdentity.servicePrincipalId != null || signIn.signInIdentity.agentServicePrincipalId != null
  if (isWorkload || (!isMore && !isLess)) return
  for (const [change, holds] of [['stricter', isMore], ['looser', isLess]] as const) {
    if (!holds) continue
    met(`${change}Points`)
    check(inRegion(change), `${change} outside every region`, example)
  }
  if (signIn.signInIdentity.userId == null) met('externalPoints')
  if (signIn.requestedScopes !== undefined) met('narrowPoints')
  if (signIn.signInContext.includeApplications === undefined) met('actionPoints')
  checkUsers(pair, signIn, { old, fresh, example })
}

/** Who is newly blocked, challenged or free for sure is among those who are said to be. */
function checkUsers({ cut: { tenant }, found }: Pair, { signInIdentity }: SignIn, { old, fresh, example }: { old: Asked, fresh: Asked, example: () => unknown }): void {
  const user = tenant.users.indexOf(signInIdentity.userId ?? '')
  if (user < 0) return
  const isFree = (one: Asked): boolean => !one.isBlocked && one.clauses.length === 0
  const cases = [
    ['blocked', fresh.isBlocked && !old.isBlocked, found.newlyBlocked], ['freed', !isFree(old) && isFree(fresh), found.newlyFree],
    ['challenged', !fresh.isBlocked && !asksAsMuch({ ...old, session: fresh.session }, fresh), found.newlyChallenged]
  ] as const
  for (const [kind, holds, users] of cases) {
    if (!holds) continue
    met(`${kind}Points`)
    check(users.has(user), `newly ${kind}, but not counted`, example)
  }
}

/** The witness of a region, and other people and applications of it, show the difference where nothing about them is unknown. */
function checkRegions(pair: Pair, random: Random): void {
  const { regions } = pair.found
  for (const region of regions) {
    const user = random.one(region.users.page(0, region.users.count))
    const appId = random.one(region.apps.appIds)
    const others = [
      ...user === undefined ? [] : [{ ...region.witness, signInIdentity: { ...region.witness.signInIdentity, userId: pair.cut.tenant.users.at(user).id } }],
      ...appId === undefined ? [] : [{ ...region.witness, signInContext: { ...region.witness.signInContext, includeApplications: [appId] } }]
    ]
    for (const signIn of [region.witness, ...others]) {
      const { isMore, isLess, isKnown } = difference(pair, signIn)
      if (!isKnown) continue
      met('witnesses')
      check(region.change === 'stricter' ? isMore : isLess, `no difference in a ${region.change} region`, () => ({ signIn, region, before: pair.before['policies'], after: pair.after['policies'] }))
    }
  }
}

const random = seeded(seed)
for (let number = 0; number < tenants && wrong.length < reported; number++) {
  const pair = pairOf(random)
  met(pair.found.relation)
  const both = { ...pair.before, policies: [...objects(pair.before['policies']), ...objects(pair.after['policies'])] }
  for (const signIn of placedSignIns(both, random, { points, random: 20 })) checkPoint(pair, signIn)
  checkRegions(pair, random)
}

test('a comparison is what evaluating both sides says, on points drawn from their text', t => {
  t.comment(`seed ${seed}, ${tenants} tenants, ${points} points each: ${JSON.stringify(Object.fromEntries([...counts].sort()))}`)
  for (const found of wrong.slice(0, reported)) t.fail(found)
  t.equal(wrong.length, 0)
  t.end()
})

test('the comparisons mean something: there are enough of each kind', t => {
  for (const [kind, number] of Object.entries(wanted)) t.ok((counts.get(kind) ?? 0) * 100 >= number * tenants, `${counts.get(kind) ?? 0} ${kind}`)
  t.end()
})
