import { test, type Test } from 'tap'
import type { State } from '#src/simulator/state.ts'
import type { Write } from '#src/domain/write.ts'
import { locationForm, locationsOf } from '#src/tenant/base.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import { served, type Served } from '#test/fixtures/graph-client.ts'
import { ids, smallTenant } from '#test/fixtures/simulator/small-tenant.ts'
import { accessOf, bodyOf, newGroup, newLocation, newPolicy, writeOf, writer } from '#test/fixtures/writes.ts'

const patchModes = ['merge', 'replace'] as const
const ungrouped = '33333333-0000-4000-8000-000000000009'
const [person = '', other = ''] = ids.people

/** Writes in order, made from what stands; the last takes the first back. `made` is the id of what the first wrote. */
interface TakenBack {
  readonly name: string
  readonly first: (standing: Standing) => Write
  readonly back: (standing: Standing, made: string) => Write
  /** Goes before both, and belongs to neither. */
  readonly prepare?: (standing: Standing) => Write
}

/** The bodies of the objects that the writes are about, as they stood at first. */
type Standing = Readonly<Record<'policy' | 'strength' | 'location' | 'country' | 'group', ReturnType<typeof bodyOf>>>

const restricted = { users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [ids.inner] }, platforms: { includePlatforms: ['all'], excludePlatforms: ['iOS'] } }
const strength = { operator: 'OR', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000004' } }
const everyPlatform = { platforms: { includePlatforms: [], excludePlatforms: [] } }
const applications = { applications: { includeApplications: ['All'] }, clientAppTypes: ['all'] }

function policyWrite(kind: 'deletePolicy' | 'restorePolicy', { policy }: Standing): Write {
  return writeOf(kind, policy, { target: ids.mfaPolicy })
}

function locationWrite(kind: 'deleteNamedLocation' | 'restoreNamedLocation', { location }: Standing): Write {
  return writeOf(kind, location, { target: ids.unused })
}

function stateWrite({ policy }: Standing, state: string): Write {
  return writeOf('setPolicyState', { ...policy, state }, { target: ids.mfaPolicy })
}

function patched(target: string, standing: ReturnType<typeof bodyOf>, patch: Record<string, unknown>): Write {
  const kind = target === ids.mfaPolicy || target === ids.strengthPolicy ? 'patchPolicy' : 'patchNamedLocation'
  return writeOf(kind, { ...standing, ...patch }, { target, patch })
}

function members(kind: 'addGroupMembers' | 'removeGroupMember', ...list: readonly string[]): Write {
  return writeOf(kind, { displayName: 'Inner', members: list }, { target: ids.inner })
}

const rows: readonly TakenBack[] = [
  { name: 'a created policy is deleted', first: () => writeOf('createPolicy', newPolicy), back: (_standing, made) => writeOf('deletePolicy', newPolicy, { target: made }) },
  { name: 'a deleted policy is restored', first: standing => policyWrite('deletePolicy', standing), back: standing => policyWrite('restorePolicy', standing) },
  {
    name: 'a restored policy is deleted again', prepare: standing => policyWrite('deletePolicy', standing),
    first: standing => policyWrite('restorePolicy', standing), back: standing => policyWrite('deletePolicy', standing)
  },
  {
    name: 'the conditions and controls of a policy are patched and patched back',
    first: ({ policy }) => patched(ids.mfaPolicy, policy, { conditions: { ...applications, ...restricted }, grantControls: strength }),
    back: ({ policy }) => patched(ids.mfaPolicy, policy, {
      conditions: { ...applications, ...everyPlatform, users: { includeUsers: ['All'], excludeUsers: [ids.admin], excludeGroups: [] } },
      grantControls: { operator: 'OR', builtInControls: ['mfa'], authenticationStrength: null }
    })
  },
  { name: 'the name of a policy is patched and patched back', first: ({ strength: policy }) => patched(ids.strengthPolicy, policy, { displayName: 'Other' }), back: ({ strength: policy }) => patched(ids.strengthPolicy, policy, { displayName: policy.displayName }) },
  ...['disabled', 'enabledForReportingButNotEnforced'].map((state): TakenBack => (
    { name: `an enforced policy becomes ${state} and is enforced again`, first: standing => stateWrite(standing, state), back: standing => stateWrite(standing, 'enabled') }
  )),
  {
    name: 'a report-only policy is enforced and report-only again', prepare: standing => stateWrite(standing, 'enabledForReportingButNotEnforced'),
    first: standing => stateWrite(standing, 'enabled'), back: standing => stateWrite(standing, 'enabledForReportingButNotEnforced')
  },
  { name: 'a created location is deleted', first: () => writeOf('createNamedLocation', newLocation), back: (_standing, made) => writeOf('deleteNamedLocation', newLocation, { target: made }) },
  { name: 'a deleted location is restored', first: standing => locationWrite('deleteNamedLocation', standing), back: standing => locationWrite('restoreNamedLocation', standing) },
  {
    name: 'a restored location is deleted again', prepare: standing => locationWrite('deleteNamedLocation', standing),
    first: standing => locationWrite('restoreNamedLocation', standing), back: standing => locationWrite('deleteNamedLocation', standing)
  },
  {
    name: 'the ranges of a location are patched and patched back', first: ({ location }) => patched(ids.unused, location, { ipRanges: newLocation['ipRanges'], isTrusted: true }),
    back: ({ location }) => patched(ids.unused, location, { ipRanges: location['ipRanges'], isTrusted: false })
  },
  {
    name: 'the countries of a location are patched and patched back', first: ({ country }) => patched(ids.country, country, { countriesAndRegions: ['DE'] }),
    back: ({ country }) => patched(ids.country, country, { countriesAndRegions: ['BE', 'NL'] })
  },
  { name: 'a created group is deleted', first: () => writeOf('createGroup', newGroup), back: (_standing, made) => writeOf('deleteGroup', newGroup, { target: made }) },
  { name: 'a deleted group is created again', first: ({ group }) => writeOf('deleteGroup', group, { target: ungrouped }), back: ({ group }) => writeOf('createGroup', created(group)) },
  { name: 'an added member is removed', first: () => members('addGroupMembers', person), back: () => members('removeGroupMember', person) },
  { name: 'a removed member is added', first: () => members('removeGroupMember', ids.guest), back: () => members('addGroupMembers', ids.guest) }
]

/** What creates a group like one that stood. */
function created({ displayName, mailEnabled, mailNickname, securityEnabled, members: list }: Standing['group']): ReturnType<typeof bodyOf> {
  const bound = (Array.isArray(list) ? list : []).map(id => `https://graph.microsoft.com/beta/directoryObjects/${String(id)}`)
  return { displayName, mailEnabled, mailNickname, securityEnabled, 'members@odata.bind': bound }
}

const alone = { id: ungrouped, displayName: 'Alone', mailEnabled: false, mailNickname: 'alone', securityEnabled: true, groupTypes: [], members: [person, other], owners: [] }

function tenant(): Record<string, unknown> {
  const whole = smallTenant()
  return { ...whole, groups: [...Array.isArray(whole['groups']) ? whole['groups'] : [], alone] }
}

async function stood({ client }: Served): Promise<Standing> {
  const read = async (path: string) => bodyOf(await client.get(path))
  const root = '/identity/conditionalAccess'
  const [policy, strengthPolicy, location, country] = [
    await read(`${root}/policies/${ids.mfaPolicy}`), await read(`${root}/policies/${ids.strengthPolicy}`),
    await read(`${root}/namedLocations/${ids.unused}`), await read(`${root}/namedLocations/${ids.country}`)
  ]
  return { policy, strength: strengthPolicy, location, country, group: alone }
}

/** What must be as it was: policies and locations by id in their normal form, memberships by the name of the group. */
async function normalised(through: Served): Promise<object> {
  const { policies, namedLocations } = await accessOf(through.client).state()
  const groups = through.simulator.state.collections.groups.latest().map(group => ({ name: group['displayName'], members: [...Array.isArray(group['members']) ? group['members'] : []].map(String).sort() }))
  return {
    policies: byName(policies.map(policy => ({ id: Object(policy)['id'], form: normalForm(policy) }))),
    locations: byName(locationsOf(namedLocations).map(location => ({ id: location.id, form: locationForm(location) }))),
    groups: byName(groups)
  }
}

function byName<T>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
}

/** What else a write and its way back leave behind. */
function left({ collections, deletedPolicies, deletedLocations }: State): Record<string, unknown> {
  const dates = (name: 'policies' | 'namedLocations') => byName(collections[name].latest().map(({ id, modifiedDateTime, createdDateTime }) => ({ id, modifiedDateTime, createdDateTime })))
  return {
    'deleted policies': deletedPolicies.latest().map(({ id }) => id), 'deleted named locations': deletedLocations.latest().map(({ id }) => id),
    'dates of policies': dates('policies'), 'dates of named locations': dates('namedLocations'), 'ids of groups': collections.groups.latest().map(({ id }) => id)
  }
}

async function written(t: Test, through: Served, write: Write): Promise<string> {
  const { write: send, look } = accessOf(through.client)
  const answer = await send(write)
  if (!('written' in answer) || answer.written === null) throw new Error(`${write.kind}: ${JSON.stringify(answer)}`)
  t.strictSame(await look(write, answer.written), { stands: 'after', id: answer.written }, write.kind)
  return answer.written
}

for (const patchMode of patchModes) {
  for (const { name, prepare, first, back } of rows) {
    test(`${name}: everything stands as it did, where Graph takes a PATCH as ${patchMode}`, async t => {
      const through = await served(t, tenant(), { claims: writer, patchMode })
      const standing = await stood(through)
      if (prepare !== undefined) await written(t, through, prepare(standing))
      const [before, aside] = [await normalised(through), left(through.simulator.state)]
      const made = await written(t, through, first(standing))
      t.notSame(await normalised(through), before, 'the write changes something')
      await written(t, through, back(standing, made))
      t.strictSame(await normalised(through), before)
      const now = left(through.simulator.state)
      t.comment(`excepted: ${Object.keys(now).filter(one => JSON.stringify(now[one]) !== JSON.stringify(aside[one])).join(', ') || 'nothing'}`)
      t.strictSame(through.violations(), [])
    })
  }
}

test('a condition that a patch leaves out is gone where Graph replaces; where it merges it stays, and is seen to', async t => {
  for (const [patchMode, stands] of [['replace', 'after'], ['merge', 'neither']] as const) {
    const through = await served(t, tenant(), { claims: writer, patchMode })
    const { write, look } = accessOf(through.client)
    const { policy } = await stood(through)
    const conditions = { ...applications, users: restricted.users }
    await write(patched(ids.mfaPolicy, policy, { conditions: { ...applications, ...restricted } }))
    const without = patched(ids.mfaPolicy, policy, { conditions })
    await write(without)
    t.match(await look(without), { stands }, patchMode)
  }
})
