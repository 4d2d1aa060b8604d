import { test } from 'tap'
import { declaredSettings, type Ground } from '#src/advisor/direction/declare.ts'
import { directionsFor } from '#src/advisor/direction/directions-for.ts'
import type { AcceptedException, Declaration, TenantSettings } from '#src/domain/settings.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { directedFile, directedTenant, named } from '#test/fixtures/directed.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const ground: Ground = { tenant: directedTenant, standing: {}, author: 'caller', now: new Date('2026-11-23T08:12:00Z') }

function settingsOf(declaration: Declaration, changed: Partial<Ground> = {}): TenantSettings | object {
  const found = declaredSettings(declaration, { ...ground, ...changed })
  return 'settings' in found ? found.settings : found
}

function faultsOf(declaration: Declaration, changed: Partial<Ground> = {}): string[] {
  const found = declaredSettings(declaration, { ...ground, ...changed })
  return 'faults' in found ? found.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`) : []
}

const group = (id: string) => ({ kind: 'group' as const, id })
const exclude = (...objects: { kind: 'user' | 'group' | 'role' | 'application', id: string }[]) => ({ do: 'exclude' as const, objects, requirements: null })
const excepted = { objects: [group(named.kiosk)], requirements: null, reason: 'shared', expiresAt: '2027-01-31' }

test('names are kept as ids, each once, and requirements sorted', t => {
  const objects = [group('guests'), group(named.guests.toUpperCase()), { kind: 'user' as const, id: 'CLEO.clerk.3@lantern.example' }, { kind: 'role' as const, id: 'helpdesk administrator' }, { kind: 'application' as const, id: 'Wiki' }]
  t.same(settingsOf({ directions: [{ do: 'exclude', objects, requirements: ['risky-users', 'mfa-all-users', 'risky-users'] }] }), {
    directions: [{
      do: 'exclude', requirements: ['mfa-all-users', 'risky-users'],
      objects: [group(named.guests), { kind: 'user', id: ids.cleo }, { kind: 'role', id: named.helpdesk }, { kind: 'application', id: ids.wiki }]
    }]
  })
  t.same(settingsOf({ emergencyAccess: { users: ['Break Glass'], groups: ['Ways in'] } }), { emergencyAccess: { users: [ids.emergency], groups: [named.emergency] } })
  t.end()
})

test('the author and the time of an exception are not the declaration\'s to say', t => {
  const said = { ...excepted, author: 'somebody else', acceptedAt: '2020-01-01T00:00:00Z' }
  t.same(settingsOf({ exceptions: [said] }), { exceptions: [{ ...excepted, author: 'caller', acceptedAt: '2026-11-23T08:12:00.000Z' }] })
  t.end()
})

test('what stands is taken as it is: its author, its time, a day that is past, an object that is gone', t => {
  const standing: { exceptions: AcceptedException[] } = { exceptions: [{ ...excepted, objects: [group('gone')], expiresAt: '2026-01-01', author: 'another', acceptedAt: '2025-12-01T00:00:00Z' }] }
  t.same(settingsOf({ exceptions: standing.exceptions.map(exception => ({ ...exception, author: 'caller' })) }, { standing }), standing)
  t.same(settingsOf({ emergencyAccess: { users: ['gone'] } }, { standing: { emergencyAccess: { users: ['gone'] } } }), { emergencyAccess: { users: ['gone'] } })
  t.end()
})

test('what contradicts itself but stands already can be declared again, and nothing be added to it', t => {
  const standing: TenantSettings = { directions: [exclude(group(named.guests)), { ...exclude(group(named.guests)), do: 'include' }] }
  t.same(settingsOf(standing, { standing }), standing)
  const added = { ...exclude(group(named.guests)), do: 'include' as const, requirements: ['mfa-guests'] }
  t.match(faultsOf({ directions: [added, ...standing.directions ?? []] }, { standing }), [/^\/directions\/0: contradicts `\/directions\/1`/])
  t.end()
})

const wrong: readonly [declaration: Declaration, faults: readonly RegExp[]][] = [
  [{ directions: [exclude(group('Geusts'))] }, [new RegExp(`^/directions/0/objects/0/id: no group has that name or id; .* by its id; perhaps \`Guests\` \\(${named.guests}\\)`)]],
  [{ directions: [exclude(group('Guests'), group('Twins'))] }, [new RegExp(`^/directions/0/objects/1/id: more than one group has the name: \`Twins\` \\(${named.twins[0]}\\), \`Twins\` \\(${named.twins[1]}\\)`)]],
  [{ emergencyAccess: { users: ['Tim Twin'] } }, [/^\/emergencyAccess\/users\/0: more than one user has the name/]],
  [{ emergencyAccess: { users: ['00000000-0000-4000-8000-00000000dead'] } }, [/^\/emergencyAccess\/users\/0: no user has that name or id$/]],
  [{ directions: [{ ...exclude(group('Guests')), requirements: ['mfa-all-user'] }] }, [/^\/directions\/0\/requirements\/0: is no requirement; perhaps `mfa-all-users`/]],
  [{ directions: [{ ...exclude(group('Guests')), requirements: [] }] }, [/^\/directions\/0\/requirements: name a requirement/]],
  [{ directions: [{ ...exclude({ kind: 'application', id: 'Mail' }), do: 'ignore' }] }, [/^\/directions\/0\/objects\/0: an application cannot be left out/]],
  [{ directions: [{ ...exclude(group('Guests')), instruction: 'x\u202Ey' }] }, [/^\/directions\/0\/instruction: holds a character that does not show/]],
  [{ exceptions: [{ ...excepted, expiresAt: '2026-11-22' }, { ...excepted, expiresAt: 'soon', reason: ' ' }] }, [/^\/exceptions\/0\/expiresAt: is past/, /^\/exceptions\/1\/reason: say something/, /^\/exceptions\/1\/expiresAt: is no date/]],
  [{ namingConvention: 'CA{numer} {title}' }, [/^\/namingConvention: `\{numer\}` is no token; .*\(character 3\)/]],
  [{ namingConvention: 'CA' }, [/^\/namingConvention: a naming convention needs a token/]],
  [{ namingConvention: '{title} {' }, [/^\/namingConvention: `\{` is no token/]],
  [{ directions: [exclude(group('Guests')), { ...exclude(group('Guests')), do: 'include', requirements: ['mfa-guests'] }] }, [/^\/directions\/1: contradicts `\/directions\/0`/]],
  [{ directions: [{ ...exclude(group('Kiosk')), do: 'include' }], exceptions: [excepted] }, [/^\/exceptions\/0: contradicts `\/directions\/0`/]],
  [{ directions: [{ ...exclude({ kind: 'user', id: 'Break Glass' }), do: 'include' }], emergencyAccess: { users: [ids.emergency] } }, [/^\/directions\/0: includes a declared emergency account/]]
]

test('what cannot be declared is refused with a pointer and the candidates, everything at once', t => {
  for (const [declaration, faults] of wrong) t.match(faultsOf(declaration), faults, JSON.stringify(declaration))
  for (const [declaration, faults] of wrong) t.equal(faultsOf(declaration).length, faults.length, JSON.stringify(declaration))
  t.end()
})

test('before the tenant was read, and of what was not read, only ids are taken', t => {
  t.same(settingsOf({ directions: [exclude(group(named.guests))] }, { tenant: undefined }), { directions: [exclude(group(named.guests))] })
  t.match(faultsOf({ directions: [exclude(group('Guests'))] }, { tenant: undefined }), [/the tenant has not been read yet, so only ids are taken/])
  const { roleDefinitions: _, ...unread } = directedFile
  t.same(settingsOf({ directions: [exclude({ kind: 'role', id: named.helpdesk })] }, { tenant: tenantOf(unread) }), { directions: [exclude({ kind: 'role', id: named.helpdesk })] })
  t.same(settingsOf({ directions: [exclude({ kind: 'role', id: 'Helpdesk Administrator' })] }, { tenant: tenantOf(unread) }), { directions: [exclude({ kind: 'role', id: named.helpdesk })] }, 'built-in roles are known everywhere')
  t.match(faultsOf({ directions: [exclude({ kind: 'role', id: 'Of Our Own' })] }, { tenant: tenantOf(unread) }), [/no role has that name or id/])
  const elsewhere = group('b0000000-0000-4000-8000-00000000beef')
  t.same(settingsOf({ directions: [exclude(elsewhere)] }), { directions: [exclude(elsewhere)] }, 'of groups only those are read that something names')
  t.end()
})

test('directions for a requirement are those for it and those for all, each object once', t => {
  const settings: TenantSettings = { directions: [
    exclude(group(named.guests), group(named.kiosk)), { ...exclude(group(named.guests.toUpperCase()), { kind: 'application', id: ids.mail }), requirements: ['mfa-all-users'] },
    { ...exclude(group(named.sales)), do: 'include', requirements: ['risky-users'] }, { ...exclude({ kind: 'user', id: ids.cleo }), do: 'ignore' }
  ] }
  const ignore = [{ kind: 'user', id: ids.cleo }]
  t.same(directionsFor(settings, 'mfa-all-users'), { exclude: [group(named.guests), group(named.kiosk), { kind: 'application', id: ids.mail }], include: [], ignore, apart: [] })
  t.same(directionsFor(settings, 'risky-users'), { exclude: [group(named.guests), group(named.kiosk)], include: [group(named.sales)], ignore, apart: [] })
  t.same(directionsFor({}, 'risky-users'), { exclude: [], include: [], ignore: [], apart: [] })
  t.end()
})
