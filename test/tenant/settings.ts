import t from 'tap'
import { tenantOf } from '#src/tenant/from-object.ts'

t.test('a setting that does not read is named, and the others are kept', t => {
  const { settings, unread } = tenantOf({ settings: {
    baselineScopes: 'sometimes', mfaTrustedIps: '192.0.2.0/24', inboundTrust: { mfa: 'yes' }, office365: ['app'], emergencyAccess: { users: ['u'], groups: [] }
  } })
  t.same(settings, { office365: ['app'], emergencyAccess: { users: ['u'], groups: [] } })
  t.same(unread.map(({ reason }) => /`(\w+)`/.exec(reason)?.[1]), ['baselineScopes', 'inboundTrust', 'mfaTrustedIps'])
  t.ok(unread.every(({ collection }) => collection === 'settings'))
  t.end()
})

t.test('of what people direct, an entry that does not read is named and takes no other with it', t => {
  const direction = { do: 'exclude', objects: [{ kind: 'user', id: 'u' }], requirements: null }
  const { settings, unread } = tenantOf({ settings: { directions: [{ ...direction, do: 'forget' }, direction], exceptions: [{ reason: 'none' }] } })
  t.same(settings, { directions: [direction], exceptions: [] })
  t.same(unread.map(({ reason }) => reason), ['entry 1 of setting `directions` does not have the shape it needs', 'entry 1 of setting `exceptions` does not have the shape it needs'])
  t.end()
})

t.test('settings that are no object, and entries of unread that are none, are said', t => {
  t.same(tenantOf({ settings: [] }).unread, [{ collection: 'settings', reason: '`settings` is not an object' }])
  const part = { collection: 'devices', reason: 'forbidden', status: 403 }
  t.same(tenantOf({ unread: [part, 'x'] }).unread, [part, { collection: 'unread', reason: 'an entry of `unread` cannot be read' }])
  t.end()
})

t.test('every baseline mode is taken', t => {
  for (const baselineScopes of ['legacy', 'enforced', 'unknown', { custom: 'app' }]) {
    const { settings, unread } = tenantOf({ settings: { baselineScopes } })
    t.same([settings, unread], [{ baselineScopes }, []])
  }
  t.end()
})
