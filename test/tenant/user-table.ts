import fc from 'fast-check'
import t from 'tap'
import { guestTypes } from '#src/domain/policy.ts'
import type { User } from '#src/domain/directory.ts'
import { UserTable } from '#src/tenant/user-table.ts'

const name = fc.constantFrom('Ada', 'ADA', 'Ben', '', 'Cléo', '医者')
const user: fc.Arbitrary<User> = fc.record({
  id: fc.oneof(fc.uuid(), fc.constantFrom('u-1', 'U-1', 'u-2', '00000000-0000-0000-0000-000000000001')), userPrincipalName: name, displayName: name,
  accountEnabled: fc.boolean(), isGuest: fc.boolean(), isAgentUser: fc.boolean(), isSynced: fc.boolean(),
  guestType: fc.constantFrom(null, ...guestTypes), homeTenantId: fc.constantFrom(null, 'home', 'AAAAAAAA-0000-4000-8000-00000000000F', 'partner')
})

/** GUIDs by their bytes, then other ids by their text, without letter case. */
function keyOf(id: string): string {
  return `${/^[0-9a-f-]{36}$/i.test(id) ? 0 : 1}${id.toLowerCase()}`
}

t.test('a table of users answers as a list of them in the order of their ids does, the first of each id kept', t => {
  fc.assert(fc.property(fc.array(user, { maxLength: 700, size: 'max' }), name, (users, asked) => {
    const table = new UserTable()
    const first = new Map<string, User>()
    for (const one of users) {
      const isNew = !first.has(one.id.toLowerCase())
      if (isNew) first.set(one.id.toLowerCase(), one)
      if (table.add(one) !== isNew) return false
    }
    const list = [...first.values()].sort((a, b) => keyOf(a.id) < keyOf(b.id) ? -1 : 1)
    const { count, at, indexOf, indexOfPrincipalName, named, isEnabled, isAgentUser, guestType, homeTenantId } = table.users(true)
    const same = (a: string | null, b: string | null): boolean => a?.toLowerCase() === b?.toLowerCase()
    const bears = (one: User): boolean => same(one.userPrincipalName, asked) || same(one.displayName, asked)
    return count === list.length && JSON.stringify(named(asked)) === JSON.stringify(list.flatMap((one, index) => bears(one) ? [index] : [])) &&
      indexOfPrincipalName(asked) === list.findIndex(one => same(one.userPrincipalName, asked)) && list.every((one, index) => {
      const { id, homeTenantId: home, ...rest } = at(index)
      const { id: givenId, homeTenantId: givenHome, ...given } = one
      return same(id, givenId) && same(home, givenHome) && Object.entries(given).every(([key, value]) => Reflect.get(rest, key) === value) &&
        indexOf(one.id.toUpperCase()) === index && isEnabled(index) === one.accountEnabled && isAgentUser(index) === one.isAgentUser &&
        guestType(index) === one.guestType && same(homeTenantId(index), one.homeTenantId)
    })
  }))
  t.end()
})
