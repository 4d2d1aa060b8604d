import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { tenantOf } from '#src/tenant/from-object.ts'

interface Drawn { readonly id: string, readonly members?: string[] | undefined }

const userIds = ['00000000-0000-4000-8000-00000000000a', 'u-1', 'u-2']
const groupIds = ['00000000-0000-4000-8000-00000000000b', 'g-1', 'g-2', 'g-3']
const appIds = ['s-1']
const anyId = fc.constantFrom(...userIds, ...groupIds, ...appIds, 'gone', 'lost').chain(id => fc.constantFrom(id, id.toUpperCase()))
const groups: fc.Arbitrary<Drawn[]> = fc.array(fc.record({ id: fc.constantFrom(...groupIds), members: fc.option(fc.array(anyId), { nil: undefined }) }),
  { maxLength: 6 })
const order = fc.shuffledSubarray(['users', 'groups', 'servicePrincipals'], { minLength: 3 })

t.test('memberships are what a map of them says: nested, cyclic, repeated, and read before or after the members', t => {
  fc.assert(fc.property(groups, order, (drawn, names) => {
    const file: Record<string, unknown> = { users: userIds.toReversed().map(id => ({ id })), groups: drawn, servicePrincipals: appIds.map(id => ({ id,
      appId: `app-${id}` })) }
    const { groups: table } = tenantOf(Object.fromEntries(names.map(name => [name, file[name]])))
    const first = [...new Map(drawn.toReversed().map(group => [group.id, group])).values()].sort((a, b) => groupIds.indexOf(a.id) - groupIds.indexOf(b.id))
    const places = (ids: readonly string[], members: readonly string[]): number[] => [...new Set(members.map(id => ids.indexOf(id)))].filter(index => index >= 0).sort((a, b) => a - b)
    return table.count === first.length && first.every(({ id, members }, index) => {
      const lower = (members ?? []).map(member => member.toLowerCase())
      const known = [...userIds, ...appIds, ...first.map(group => group.id)]
      return table.indexOf(id.toUpperCase()) === index && table.membersRead(index) === (members !== undefined) &&
        table.at(index).membersRead === (members !== undefined) &&
        isDeepStrictEqual([...table.usersOf(index)], places(userIds, lower)) && isDeepStrictEqual([...table.groupsOf(index)],
          places(first.map(group => group.id), lower)) &&
        isDeepStrictEqual(table.unresolvedOf(index), [...new Set(lower)].filter(member => !known.includes(member)).sort())
    })
  }), { numRuns: 500 })
  t.end()
})

t.test('a group without members in the file has unknown ones; an empty list is none', t => {
  const { groups: { membersRead, usersOf }, unread } = tenantOf({ groups: [{ id: 'b', members: [] }, { id: 'a' }] })
  t.same([membersRead(0), membersRead(1), usersOf(0).length, usersOf(1).length], [false, true, 0, 0])
  t.same(unread, [])
  t.end()
})

t.test('members as Graph expands them are taken by their ids; a list that is not whole is unknown, and said', t => {
  const { groups: { membersRead, usersOf }, unread } = tenantOf({
    users: [{ id: 'u-1' }], groups: [{ id: 'all', members: [{ id: 'U-1' }] }, { id: 'odd', members: ['u-1', 7] }, { id: 'paged', members: ['u-1'],
      'members@odata.nextLink': 'https://graph.example' }]
  })
  t.same([0, 1, 2].map(index => [membersRead(index), [...usersOf(index)]]), [[true, [0]], [false, [0]], [false, [0]]])
  t.same(unread.map(({ collection, id, reason }) => [collection, id, reason]), [['groups', 'odd', 'its members are not all read'], ['groups', 'paged',
    'its members are not all read']])
  t.end()
})

t.test('owners are told where they were read', t => {
  const { groups: { ownersOf } } = tenantOf({ groups: [{ id: 'a', owners: ['u-1'] }, { id: 'b', owners: [] }, { id: 'c' }] })
  t.same([ownersOf(0), ownersOf(1), ownersOf(2)], [['u-1'], [], undefined])
  t.end()
})
