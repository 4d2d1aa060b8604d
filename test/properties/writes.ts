import { test } from 'tap'
import { announce } from '#src/advisor/writes/announce.ts'
import { takenBack } from '#src/advisor/writes/rollback.ts'
import { compare } from '#src/engine/compare.ts'
import { compile } from '#src/engine/compile.ts'
import { objects, texts } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { GraphBody } from '#src/domain/write.ts'
import { PolicyBody } from '#src/domain/requirement.ts'
import type { Wish } from '#src/domain/wish.ts'
import { Value } from 'typebox/value'
import { applied } from '#test/fixtures/applied.ts'
import { change, contradicting } from '#test/fixtures/asked-for-less.ts'
import { rebuilt } from '#test/fixtures/rebuilt.ts'
import { randomLocations } from './draw/directory.ts'
import { placedSignIns } from './draw/placed.ts'
import { seeded, type Body, type Random } from './draw/random.ts'
import { similarTenant } from './draw/similar.ts'
import { randomTenant } from './draw/tenant.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 10)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

function bodyOf({ id: _id, createdDateTime: _created, modifiedDateTime: _modified, ...body }: Body): PolicyBody[] {
  const plain = { displayName: 'Any', ...Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== null || name !== 'grantControls')) }
  return Value.Check(PolicyBody, plain) ? [plain] : []
}

function placeOf({ id: _id, ...body }: Body): GraphBody[] {
  return Value.Check(GraphBody, body) ? [body] : []
}

/** The file with policies about one of its groups, a role held through one, and one of its places or all trusted ones. */
function aimed(random: Random, file: Body): Body {
  const [group, place] = ['groups', 'namedLocations'].map(name => String(random.one(objects(file[name]))?.['id'] ?? 'none'))
  const users = random.pick<Body>([{ includeUsers: ['All'], excludeGroups: [group] }, { includeGroups: [group] }, { includeRoles: ['role-global'] }, { includeUsers: ['All'], excludeRoles: ['role-helpdesk'] }])
  const where = [random.pick([place, place, 'AllTrusted'])]
  const locations = random.pick([{ includeLocations: ['All'], excludeLocations: where }, { includeLocations: where, excludeLocations: [] }])
  const asked = (...builtInControls: string[]): Body => ({ operator: 'OR', builtInControls })
  const about = (id: string, conditions: Body, grantControls: Body): Body => ({ id, displayName: id, state: 'enabled', conditions: { clientAppTypes: ['all'], applications: { includeApplications: ['All'] }, users: { includeUsers: ['All'] }, ...conditions }, grantControls })
  return { ...file, policies: [...objects(file['policies']).slice(0, 4), about('about-people', { users }, asked('domainJoinedDevice')), about('about-places', { locations }, asked('approvedApplication'))] }
}

/** Wishes of every kind, near what a tenant holds. */
function wishesIn(random: Random, file: Body): Wish[] {
  const [policies, others] = [objects(file['policies']), objects(similarTenant(random)['policies'])]
  const policy = random.one(policies)
  const id = String(policy?.['id'])
  const text = JSON.stringify(policies)
  const used = (all: readonly Body[]): Body | undefined => random.one(all.filter(one => text.includes(`"${String(one['id'])}"`) || (one['isTrusted'] === true && text.includes('AllTrusted')))) ?? random.one(all)
  const group = used(objects(file['groups']).filter(({ members }) => Array.isArray(members)))
  const users = objects(file['users']).map(user => String(user['id']))
  const outside = users.filter(user => !texts(group?.['members']).includes(user))
  const inside = users.filter(user => texts(group?.['members']).includes(user))
  const places = objects(file['namedLocations']).filter(one => String(one['@odata.type']).match(/(ip|country)NamedLocation$/))
  const place = used(places)
  const fresh = randomLocations(random).filter(one => one['@odata.type'] === (place?.['@odata.type'] ?? '#microsoft.graph.ipNamedLocation'))
  return [
    ...others.flatMap(bodyOf).slice(0, 2).flatMap((body): Wish[] => [{ kind: 'createPolicy', body: { ...body, state: 'enabledForReportingButNotEnforced' } }, { kind: 'restorePolicy', policy: 'gone', body: { ...body, state: 'enabled' } }]),
    ...others.flatMap(bodyOf).slice(0, 3).map((body): Wish => ({ kind: 'patchPolicy', policy: id, body: { ...body, state: String(policy?.['state']) } })),
    { kind: 'setPolicyState', policy: id, state: random.pick(['enabled', 'disabled', 'enabledForReportingButNotEnforced'] as const) }, { kind: 'deletePolicy', policy: id },
    ...fresh.flatMap(placeOf).flatMap((body): Wish[] => [{ kind: 'createNamedLocation', body }, ...place === undefined ? [] : [{ kind: 'patchNamedLocation', location: String(place['id']), body } satisfies Wish]]),
    ...outside.length === 0 || group === undefined ? [] : [{ kind: 'addGroupMembers', group: String(group['id']), members: outside.slice(0, 2) } satisfies Wish],
    ...inside.slice(0, 1).map((member): Wish => ({ kind: 'removeGroupMember', group: String(group?.['id']), member }))
  ]
}

interface Told {
  readonly wrong: unknown[]
  readonly counts: Map<string, number>
}

function met({ counts }: Told, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

/** What is announced, against the tenant built anew with the wish come true. */
function check(told: Told, file: Body, { wish, random }: { readonly wish: Wish, readonly random: Random }): void {
  const announced = announce(compile(tenantOf(file)), wish)
  if ('refused' in announced) return met(told, `refused ${announced.refused}`)
  const after = rebuilt(file, wish)
  const { effect } = announced
  const names = ['policies', 'namedLocations', 'groups']
  const both = { ...file, ...Object.fromEntries(names.map(name => [name, [...objects(file[name]), ...objects(after[name])]])) }
  const moved = 'members' in wish ? wish.members?.[0] : 'member' in wish ? wish.member : undefined
  const signIns = placedSignIns(both, random, { points: 40, random: 10 }).map(signIn => moved === undefined || signIn.signInIdentity.userId == null ? signIn : { ...signIn, signInIdentity: { userId: moved } })
  met(told, wish.kind)
  if (effect.relation !== 'equivalent') met(told, `${wish.kind} announced`)
  const [against] = contradicting(effect.relation, { before: file, after }, signIns)
  if (against !== undefined) told.wrong.push({ wish, effect: effect.summary, relation: effect.relation, signIn: against, before: file['policies'], places: file['namedLocations'] })
  if (signIns.some(signIn => { const { isMore, isLess } = change(file, after, signIn); return isMore || isLess })) met(told, `${wish.kind} seen`)
  if (wish.kind.endsWith('Policy') || wish.kind === 'setPolicyState') {
    const { relation, newlyBlocked, newlyChallenged, newlyFree } = compare(tenantOf(file), tenantOf(after))
    const same = relation === effect.relation && newlyBlocked.count === effect.newlyBlocked && newlyChallenged.count === effect.newlyChallenged && newlyFree.count === effect.newlyFree
    if (!same) told.wrong.push({ wish, effect, relation, blocked: newlyBlocked.count, challenged: newlyChallenged.count, free: newlyFree.count })
  }
  const back = takenBack(compile(tenantOf(after)), applied(announced))
  if ('refused' in back && back.refused !== 'unknown-state') told.wrong.push({ wish, back })
}

test('what is announced of a write is what the naive evaluator sees of it, and it can be taken back', t => {
  const random = seeded(seed)
  const told: Told = { wrong: [], counts: new Map() }
  for (let number = 0; number < tenants; number++) {
    const file = aimed(random, random.pick([randomTenant, similarTenant])(random))
    for (const wish of wishesIn(random, file)) check(told, file, { wish, random })
  }
  t.comment(`seed ${seed}, ${tenants} tenants: ${JSON.stringify(Object.fromEntries([...told.counts].sort()))}`)
  t.strictSame(told.wrong.slice(0, 2), [])
  for (const kind of ['patchPolicy', 'setPolicyState', 'deletePolicy', 'patchNamedLocation', 'addGroupMembers', 'removeGroupMember']) t.ok((told.counts.get(`${kind} seen`) ?? 0) * 20 >= tenants, kind)
  t.end()
})
