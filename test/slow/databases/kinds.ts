import tap, { type Test } from 'tap'
import { bodyFor } from '#src/advisor/suggest/patch.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Wish } from '#src/domain/wish.ts'
import { objectOf, writeKinds, type WriteKind } from '#src/domain/write.ts'
import type { State } from '#src/simulator/state.ts'
import { locationForm, locationsOf } from '#src/tenant/base.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { throughGraph, type Through } from '#test/fixtures/through-graph.ts'
import { newLocation } from '#test/fixtures/writes.ts'

const [firstPerson = '', secondPerson = ''] = ids.people

/** What a tenant says: normalised policies and named locations, and who is in its groups; dates and deleted items aside. */
function picture({ collections: { policies, namedLocations, groups } }: State): Record<string, unknown> {
  return {
    policies: policies.latest().map(policy => [policy.id, normalForm(policy)]).sort(),
    namedLocations: locationsOf(namedLocations.latest()).map(location => [location.id, locationForm(location)]).sort(),
    groups: groups.latest().map(({ id, displayName, members }) => [displayName, id, Array.isArray(members) ? [...members].sort() : null]).sort()
  }
}

async function standingBody({ snapshot }: Through, id: string): Promise<PolicyBody> {
  const read = (await snapshot()).tenant.policies.find(({ policy }) => policy.id === id)
  if (read === undefined) throw new Error(`no policy ${id}`)
  return bodyFor(read)
}

async function withConditions(through: Through, id: string, changed: (conditions: Record<string, unknown>) => Record<string, unknown>): Promise<Wish> {
  const body = await standingBody(through, id)
  return { kind: 'patchPolicy', policy: id, body: { ...body, conditions: changed({ ...body.conditions }) } }
}

/** One kind of change. `prepare` is carried out first; `back` names the kinds that take it back, in order. */
interface Kind {
  readonly what: string
  readonly prepare?: Wish
  readonly wish: (through: Through, prepared: string) => Wish | Promise<Wish>
  readonly back: readonly WriteKind[]
  /** The object comes back under another id. */
  readonly anew?: true
}

const reportOnly = 'enabledForReportingButNotEnforced'
const everybody: PolicyBody = {
  displayName: 'MFA for everyone', state: 'enabled', grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  conditions: { clientAppTypes: ['all'], users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [ids.inner] }, applications: { includeApplications: ['All'] } }
}
const oldOffice = { ...newLocation, displayName: 'Old office', ipRanges: [{ '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:db8::/32' }] }
const deletePolicy: Wish = { kind: 'deletePolicy', policy: ids.mfaPolicy }
const deleteLocation: Wish = { kind: 'deleteNamedLocation', location: ids.unused }
const createGroup: Wish = { kind: 'createGroup', name: "Lacuna's exclusions", members: [firstPerson, secondPerson] }

const kinds: readonly Kind[] = [
  { what: 'a report-only policy is created', wish: () => ({ kind: 'createPolicy', body: { ...everybody, displayName: 'MFA', state: reportOnly } }), back: ['deletePolicy'] },
  {
    what: 'somebody more is left out of a policy', back: ['patchPolicy'],
    wish: through => withConditions(through, ids.mfaPolicy, conditions => ({ ...conditions, users: { includeUsers: ['All'], excludeUsers: [ids.admin, ids.agentUser] } }))
  },
  {
    what: 'conditions are taken out of a policy', back: ['patchPolicy'],
    wish: through => withConditions(through, ids.strengthPolicy, ({ platforms: _platforms, locations: _locations, ...conditions }) => conditions)
  },
  { what: 'a policy is turned to report-only', wish: () => ({ kind: 'setPolicyState', policy: ids.strengthPolicy, state: reportOnly }), back: ['setPolicyState'] },
  { what: 'a policy is turned off', wish: () => ({ kind: 'setPolicyState', policy: ids.mfaPolicy, state: 'disabled' }), back: ['setPolicyState'] },
  { what: 'a policy is deleted', wish: () => deletePolicy, back: ['restorePolicy'] },
  { what: 'a deleted policy is restored', prepare: deletePolicy, wish: () => ({ kind: 'restorePolicy', policy: ids.mfaPolicy, body: everybody }), back: ['deletePolicy'] },
  { what: 'a named location is created', wish: () => ({ kind: 'createNamedLocation', body: newLocation }), back: ['deleteNamedLocation'] },
  {
    what: 'a trusted location is created', back: ['patchNamedLocation', 'deleteNamedLocation'],
    wish: () => ({ kind: 'createNamedLocation', body: { ...newLocation, displayName: 'Headquarters', isTrusted: true } })
  },
  {
    what: 'a named location gets another name and other ranges', back: ['patchNamedLocation'],
    wish: () => ({ kind: 'patchNamedLocation', location: ids.unused, body: { ...oldOffice, displayName: 'Older office', ipRanges: newLocation['ipRanges'] } })
  },
  { what: 'a named location is deleted', wish: () => deleteLocation, back: ['restoreNamedLocation'] },
  { what: 'a deleted location is restored', prepare: deleteLocation, wish: () => ({ kind: 'restoreNamedLocation', location: ids.unused, body: oldOffice }), back: ['deleteNamedLocation'] },
  { what: 'a group is created', wish: () => createGroup, back: ['deleteGroup'] },
  { what: 'a role-assignable group is created', wish: () => ({ ...createGroup, name: 'Protected exclusions', protection: 'roleAssignable' }), back: ['deleteGroup'] },
  { what: 'people come into a group that a policy leaves out', wish: () => ({ kind: 'addGroupMembers', group: ids.inner, members: [firstPerson, ids.agentUser] }), back: ['removeGroupMember', 'removeGroupMember'] },
  { what: 'somebody leaves a group that a policy leaves out', wish: () => ({ kind: 'removeGroupMember', group: ids.inner, member: ids.guest }), back: ['addGroupMembers'] },
  {
    what: 'people come into a group that no policy names yet', prepare: { ...createGroup, name: 'New group' }, back: ['removeGroupMember'],
    wish: (_through, group) => ({ kind: 'addGroupMembers', group, members: [ids.agentUser] })
  },
  { what: 'a group is deleted', prepare: { ...createGroup, name: 'Short-lived' }, wish: (_through, group) => ({ kind: 'deleteGroup', group, body: { displayName: 'Short-lived' } }), back: ['createGroup'], anew: true }
]

async function thereAndBack(t: Test, through: Through, { prepare, wish, back, anew }: Kind): Promise<void> {
  const { simulator, read, wished, carriedOut, rolledBack } = through
  await read()
  const prepared = prepare === undefined ? undefined : await carriedOut(await wished(prepare))
  if (prepared !== undefined) t.match(prepared, { state: 'verified' }, 'what it is about stands')
  await read()
  const before = picture(simulator.state)
  const change = await carriedOut(await wished(await wish(through, prepared?.objectId ?? '')))
  const asAnnounced = objectOf(change.kind) === 'group' ? null : true
  t.match(change, { state: 'verified', outcome: { asAnnounced } }, `${change.kind}: ${change.outcome?.summary}`)
  t.notSame(picture(simulator.state), before, 'it changed the tenant')
  const taken = await rolledBack(change)
  t.strictSame(taken.map(({ kind, state, rollbackOf }) => [kind, state, rollbackOf]), back.map(kind => [kind, 'verified', change.id]))
  t.same(taken.map(({ outcome }) => outcome?.asAnnounced), taken.map(() => asAnnounced), 'as announced, too')
  const after = JSON.stringify(picture(simulator.state))
  const again = taken.at(-1)?.objectId ?? ''
  t.equal(anew === true ? after.replaceAll(again, change.objectId ?? '') : after, JSON.stringify(before), 'everything is as it was')
  if (anew === true) t.comment(`\`${change.body.displayName}\` comes back under another id: ${again} instead of ${change.objectId ?? ''}`)
}

tap.setTimeout(300_000)
onEachDatabase(async (t, database) => {
  await database.jobs.start()
  for (const patchMode of ['merge', 'replace'] as const) {
    await t.test(`every kind of change is applied, verified and taken back, where Graph ${patchMode}s what a patch sends`, async t => {
      const { policies } = smallTenant()
      const through = await throughGraph(t, database, { patchMode, tenant: { policies: Array.isArray(policies) ? policies.map(policy => Object(policy).id === ids.mfaPolicy ? { ...policy, ...everybody } : policy) : [] } })
      const done = new Set<WriteKind>()
      for (const kind of kinds) {
        await t.test(kind.what, t => thereAndBack(t, through, kind))
        for (const { body: _body, ...change } of await through.ports.changes.list(through.submitter, undefined)) if (change.state === 'verified') done.add(change.kind)
      }
      t.strictSame([...done].sort(), [...writeKinds].sort())
      const { deletedPolicies, deletedLocations } = through.simulator.state
      const left = [...deletedPolicies.latest(), ...deletedLocations.latest()].map(({ displayName }) => String(displayName))
      t.comment(`compared by id and normal form; not compared: creation and modification times, and the deleted items that are left: ${left.join(', ')}.`)
      t.match(await through.checkTrail(), { broken: null })
    })
  }
})
