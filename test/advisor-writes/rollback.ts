import { test } from 'tap'
import { planFrom } from '#src/advisor/writes/plan.ts'
import { takenBack } from '#src/advisor/writes/rollback.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { objects, texts } from '#src/simulator/what-if/json.ts'
import { sameLocation } from '#src/tenant/base.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { Wish } from '#src/domain/wish.ts'
import { applied } from '#test/fixtures/applied.ts'
import { rebuilt } from '#test/fixtures/rebuilt.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { abroad, announced, bodyFor, office, writtenTenant } from '#test/fixtures/written.ts'

type Body = Record<string, unknown>

const inTenant = (file: Body): Compiled => compile(tenantOf(file))
const named = bodyFor('Require MFA', { state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['compliantDevice'] }, conditions: { platforms: { includePlatforms: ['iOS'] } } })

const undone: readonly [string, Wish, back: readonly string[]][] = [
  ['a policy created', { kind: 'createPolicy', body: bodyFor('New') }, ['deletePolicy']],
  ['a policy patched', { kind: 'patchPolicy', policy: ids.mfa, body: named }, ['patchPolicy']],
  ['a policy turned on', { kind: 'setPolicyState', policy: ids.legacy, state: 'enabled' }, ['setPolicyState']],
  ['a policy turned off', { kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' }, ['setPolicyState']],
  ['a policy deleted', { kind: 'deletePolicy', policy: ids.mfa }, ['restorePolicy']],
  ['a policy restored', { kind: 'restorePolicy', policy: 'old', body: bodyFor('Old') }, ['deletePolicy']],
  ['a location created', { kind: 'createNamedLocation', body: abroad }, ['deleteNamedLocation']],
  ['a trusted location created', { kind: 'createNamedLocation', body: office }, ['patchNamedLocation', 'deleteNamedLocation']],
  ['a location patched', { kind: 'patchNamedLocation', location: 'office', body: { ...office, isTrusted: false } }, ['patchNamedLocation']],
  ['a location restored', { kind: 'restoreNamedLocation', location: 'old', body: abroad }, ['deleteNamedLocation']],
  ['a group created', { kind: 'createGroup', name: 'New', members: [ids.ada] }, ['deleteGroup']],
  ['members added', { kind: 'addGroupMembers', group: ids.nested, members: [ids.ada, ids.cleo] }, ['removeGroupMember', 'removeGroupMember']],
  ['a member removed', { kind: 'removeGroupMember', group: ids.nested, member: ids.ben }, ['addGroupMembers']]
]

/** Whether two tenant files hold the same policies, locations and members; ids aside, of what was made anew. */
function same(one: Body, other: Body): boolean {
  const alike = (name: string, is: (a: Body, b: Body) => boolean): boolean => {
    const [all, others] = [objects(one[name]), objects(other[name])]
    return all.length === others.length && all.every(a => others.some(b => a['id'] === b['id'] && is(a, b)))
  }
  return alike('policies', samePolicy) && alike('namedLocations', sameLocation) && alike('groups', (a, b) => texts(a['members']).sort().join() === texts(b['members']).sort().join())
}

for (const [name, wish, back] of undone) {
  test(`taken back, everything is as it was: ${name}`, t => {
    const change = applied(announced(wish))
    const after = rebuilt(writtenTenant, wish)
    const wishes = takenBack(inTenant(after), change)
    if ('refused' in wishes) { t.fail(wishes.detail); t.end(); return }
    t.strictSame(wishes.map(({ kind }) => kind), back)
    let file = after
    for (const one of wishes) {
      t.equal(announced(one, inTenant(file)).kind, one.kind, 'each of these can be announced')
      file = rebuilt(file, one)
    }
    t.ok(same(file, writtenTenant))
    t.notOk(same(after, writtenTenant))
    t.end()
  })
}

test('what somebody changed since is left to people, with the difference', t => {
  const wish: Wish = { kind: 'patchPolicy', policy: ids.mfa, body: named }
  const change = applied(announced(wish))
  const since = rebuilt(rebuilt(writtenTenant, wish), { kind: 'patchPolicy', policy: ids.mfa, body: { ...named, displayName: 'Edited' } })
  t.match(takenBack(inTenant(since), change), { refused: 'changed-since', detail: /it is named `Edited` instead of `Require MFA`/ })
  for (const state of ['diverged', 'failed'] as const) t.match(takenBack(inTenant(since), { ...change, state }), [{ kind: 'patchPolicy', body: { displayName: 'Require MFA', state: 'enabled' } }], `unless the change ${state}`)
  t.match(takenBack(inTenant(rebuilt(rebuilt(writtenTenant, wish), { kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' })), change), { refused: 'changed-since', detail: /it is off/ })
  t.match(takenBack(inTenant(rebuilt(rebuilt(writtenTenant, wish), { kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' })), { ...change, state: 'diverged' }), [{ kind: 'patchPolicy', body: { state: 'disabled' } }], 'the state stays what it is')
  const moved: Wish = { kind: 'patchNamedLocation', location: 'office', body: { ...office, isTrusted: false } }
  t.match(takenBack(inTenant(rebuilt(writtenTenant, { ...moved, body: { ...moved.body, displayName: 'Edited' } })), applied(announced(moved))), { refused: 'changed-since', detail: /it is named `Edited`/ })
  t.end()
})

test('what is gone, stands again, or was never written is said to be', t => {
  const gone = applied(announced({ kind: 'patchPolicy', policy: ids.mfa, body: named }))
  t.match(takenBack(inTenant(rebuilt(writtenTenant, { kind: 'deletePolicy', policy: ids.mfa })), gone), { refused: 'gone-since' })
  t.match(takenBack(inTenant(writtenTenant), applied(announced({ kind: 'deletePolicy', policy: ids.mfa }))), { refused: 'stands-again' })
  t.match(takenBack(inTenant(writtenTenant), applied(announced({ kind: 'createPolicy', body: bodyFor('New') }), { state: 'failed', objectId: null })), { refused: 'nothing-written' })
  t.match(takenBack(inTenant(writtenTenant), { ...gone, state: 'failed' }), { refused: 'changes-nothing' })
  t.match(takenBack(inTenant(writtenTenant), applied(announced({ kind: 'addGroupMembers', group: ids.nested, members: [ids.ada] }))), { refused: 'changes-nothing' }, 'nobody whom it added is there')
  t.end()
})

test('a deleted group is made again, with those who were in it', t => {
  const users = Array.from({ length: 45 }, (_, index) => ({ id: `user-${index}`, displayName: `User ${index}`, userPrincipalName: `user-${index}@lantern.example`, accountEnabled: true }))
  const old = (rest: Body): Body => ({ ...writtenTenant, users: [...objects(writtenTenant['users']), ...users], groups: [...objects(writtenTenant['groups']), { id: 'old', displayName: 'Old', ...rest }] })
  const back = (rest: Body) => takenBack(inTenant(writtenTenant), applied(announced({ kind: 'deleteGroup', group: 'old', body: { displayName: 'Old' } }, inTenant(old(rest)))))
  t.match(back({ members: [ids.ada, ids.ben], isAssignableToRole: true }), [{ kind: 'createGroup', name: 'Old', members: [ids.ada, ids.ben], protection: 'roleAssignable' }])
  const many = back({ members: users.map(({ id }) => id) })
  t.match(many, [{ kind: 'createGroup', protection: 'none' }, { kind: 'addGroupMembers', group: 'made:1' }, { kind: 'addGroupMembers', group: 'made:1' }])
  t.strictSame(Array.isArray(many) ? many.map(wish => 'members' in wish ? wish.members?.length : 0) : many, [20, 20, 5])
  t.match(back({ members: [] }), [{ kind: 'createGroup', name: 'Old' }])
  t.match(back({}), { refused: 'not-reversible', detail: /by hand/ }, 'unless who was in it is not known')
  t.end()
})

test('a group made again with more than twenty people is a plan', t => {
  const members = Array.from({ length: 25 }, (_, index) => `user-${index}`)
  const file = { ...writtenTenant, users: [...objects(writtenTenant['users']), ...members.map(id => ({ id, displayName: id, userPrincipalName: `${id}@lantern.example`, accountEnabled: true }))] }
  const standing = { ...file, groups: [...objects(writtenTenant['groups']), { id: 'old', displayName: 'Old', members }] }
  const wishes = takenBack(inTenant(file), applied(announced({ kind: 'deleteGroup', group: 'old', body: { displayName: 'Old' } }, inTenant(standing))))
  const drawn = Array.isArray(wishes) ? wishes.map((wish, index) => ({ key: String(index + 1), title: wish.kind, wish, after: index === 0 ? [] : [String(index)] })) : []
  t.match(planFrom(inTenant(file), { title: 'Again', drawn }), { steps: [{ wish: { kind: 'createGroup' } }, { wish: { kind: 'addGroupMembers', group: 'step:1' }, proof: { relation: 'equivalent' } }] })
  t.end()
})
