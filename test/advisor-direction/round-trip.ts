import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { test } from 'tap'
import { checkInstruction } from '#src/advisor/direction/check.ts'
import { hiddenCharacter } from '#src/advisor/direction/scanner.ts'
import { knownRequirements, topics } from '#src/advisor/direction/vocabulary.ts'
import { sentenceOf, type Wish } from '#src/advisor/direction/wish.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { directedTenant } from '#test/fixtures/directed.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

const now = new Date('2026-11-23T08:12:00Z')
const runs = { numRuns: 2_000 }

const guid = (kind: string, number: number): string => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Names as hostile as they come: any letters, quotes, backslashes, words of the grammar, the id of something else, the name of another. */
const names = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ unit: fc.constantFrom('"', '\\', '“', '\'', ' ', 'a'), maxLength: 6 }),
  fc.constantFrom('Guests', 'guests', 'from all policies', 'and', 'group', 'x" from all policies because "y', guid('b', 1), guid('a', 0), 'x'.repeat(130), '{title}'))

const tenants = fc.tuple(fc.array(names, { minLength: 3, maxLength: 3 }), fc.array(names, { minLength: 3, maxLength: 3 })).map(([groups, people]): Tenant => tenantOf({
  groups: groups.map((displayName, index) => ({ id: guid('b', index), displayName, members: [] })),
  users: people.map((displayName, index) => ({ id: guid('a', index), displayName, userPrincipalName: index === 0 ? displayName : `${displayName}@lantern.example` })),
  roleDefinitions: people.map((displayName, index) => ({ id: guid('c', index), templateId: guid('c', index), displayName, isBuiltIn: true })),
  servicePrincipals: groups.map((displayName, index) => ({ id: guid('e', index), appId: guid('d', index), displayName }))
}))

const prefixes = { user: 'a', group: 'b', role: 'c', application: 'd' } as const
const objectOf = (kind: DirectoryObject['kind'], index: number): DirectoryObject => ({ kind, id: guid(prefixes[kind], index) })
const objects = (kinds: readonly DirectoryObject['kind'][]): fc.Arbitrary<DirectoryObject[]> => fc.uniqueArray(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 6, selector: String })
  .map(pairs => pairs.map(([kind, index]) => objectOf(kind, index)))
const requirements = fc.option(fc.uniqueArray(fc.constantFrom(...knownRequirements), { minLength: 1 }).map(ids => ids.toSorted()))
const reasons = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: fc.constantFrom('"', '\\', '.', ' ', 'until 2027-01-31', 'z'), maxLength: 8 }))
  .map(reason => reason.trim()).filter(reason => reason !== '' && !hiddenCharacter.test(reason))
const days = fc.option(fc.date({ min: now, max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)))
const patterns = fc.array(fc.oneof(fc.constantFrom('{number}', '{title}', '{requirement}'), fc.string({ unit: 'grapheme', maxLength: 8 }).filter(text => !/[{}]/.test(text))), { minLength: 1, maxLength: 8 })
  .map(parts => `{title}${parts.join('')}`).filter(pattern => !hiddenCharacter.test(pattern))

const plain = { noNullPrototype: true }
const people = ['user', 'group', 'role'] as const
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ do: fc.constantFrom('exclude' as const, 'include' as const), objects: objects([...people, 'application']), requirements }, plain).map(direction => ({ sets: 'direction' as const, direction })),
  fc.record({ do: fc.constant('ignore' as const), objects: objects(people), requirements }, plain).map(direction => ({ sets: 'direction' as const, direction })),
  fc.record({ objects: objects(people), requirements, reason: reasons, expiresAt: days }, plain).map(exception => ({ sets: 'exception' as const, exception })),
  patterns.map(pattern => ({ sets: 'namingConvention' as const, pattern }))
)

test('the canonical sentence of any value is understood as that value again, whatever things are called', t => {
  fc.assert(fc.property(tenants, wishes, (tenant, wish) => {
    const sentence = sentenceOf(tenant, wish)
    return isDeepStrictEqual(checkInstruction(sentence, { tenant, settings: {}, now }), { verdict: 'understood', sentence, wish, stands: false })
  }), runs)
  t.end()
})

const words = fc.constantFrom('exclude', 'include', 'do not consider', 'accept that', 'please', 'the', 'group', 'groups', 'user', '"Guests"', '"Kiosk"', '"Twins"', 'Guests', 'from', 'in', 'for', 'MFA', 'devices', 'registration',
  'all policies', 'any', 'policies', 'and', ',', 'has no', 'is not covered by', 'until', '2027-01-31', '02/03/2027', 'because', 'they move', '"they move"', 'name new policies', '"{title}"', '.')

/** Sentences of the right shape more often than chance would have it. */
const sentences = fc.oneof(fc.array(words, { maxLength: 12 }).map(list => list.join(' ')), fc.string({ maxLength: 60 }),
  fc.tuple(fc.constantFrom('Exclude', 'include', 'Do not consider', 'Please always exclude'), fc.constantFrom('the group "Guests"', '"Kiosk" group', 'groups "Guests" and "Kiosk"', '"Sales"', 'the role "Helpdesk Administrator"'), fc.constantFrom('from', 'in', 'for'), fc.constantFrom(...topics.keys()))
    .map(list => list.join(' ')))

test('any sentence is understood the same when its canonical form is read, and no sentence breaks the reader', t => {
  let understood = 0
  fc.assert(fc.property(sentences, sentence => {
    const around = { tenant: directedTenant, settings: {}, now }
    const checked = checkInstruction(sentence, around)
    if (checked.verdict === 'ambiguous') return checked.readings.every(reading => checkInstruction(reading, around).verdict === 'understood')
    if (checked.verdict !== 'understood') return true
    understood++
    return isDeepStrictEqual(checkInstruction(checked.sentence, around), checked)
  }), runs)
  t.ok(understood > 100, `${understood} were understood`)
  t.end()
})
