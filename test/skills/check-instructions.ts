import { test } from 'tap'
import { checkInstructions } from '#src/skills/check-instructions.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { directedFile, named } from '#test/fixtures/directed.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

const cases: readonly [instruction: string, answer: object][] = [
  ['Exclude the "Guests" group from any mobile application management policy', {
    status: 'ok', verdict: 'understood', understoodAs: 'Exclude the group "Guests" from policies for app-protection-mobile.',
    wouldSet: `directions: exclude group ${named.guests} for app-protection-mobile`, summary: /a person sets it/
  }],
  ['Accept that the group "Guests" has no MFA because they are few', { verdict: 'understood', wouldSet: /^exceptions: .*, for good$/ }],
  ['Exclude the group "Twins" from MFA', { status: 'ambiguous', verdict: 'ambiguous', candidates: named.twins.map(id => ({ kind: 'group', id, name: 'Twins' })) }],
  ['Exclude the group "Guests" from registration', { status: 'ambiguous', readings: [/mfa-device-registration\.$/, /secure-security-info-registration\.$/] }],
  ['Exlude the group "Guests" from MFA', { status: 'refused', verdict: 'refused', position: 1, nearest: 'Exclude the group "Guests" from MFA' }],
  ['Exclude the group "Geusts" from MFA', { status: 'refused', position: 20, candidates: [{ id: named.guests }] }],
  ['Include the user "Break Glass" in MFA', { status: 'refused', verdict: 'contradicts', contradicts: /is a declared emergency account/, summary: /A person must change that first/ }]
]

test('the answer says what becomes of an instruction, and sets nothing', async t => {
  const ask = asking(directedFile)
  ask.memory.settings = { emergencyAccess: { users: [ids.emergency] } }
  for (const [instruction, answer] of cases) t.match(await answerOf(checkInstructions, { instruction }, ask), answer, instruction)
  t.same(ask.memory.settings, { emergencyAccess: { users: [ids.emergency] } })
})

test('what is set already is said to be', async t => {
  const ask = asking(directedFile)
  ask.memory.settings = { namingConvention: '{title}' }
  t.match(await answerOf(checkInstructions, { instruction: 'Name new policies "{title}"' }, ask), { status: 'ok', summary: /^This is set already/ })
})

test('the answer stays short with the longest instruction and the longest names', async t => {
  const long = 'Ünïcødé Verwaltungsangelegenheiten '.repeat(8)
  const groups = Array.from({ length: 12 }, (_, index) => ({ id: `b1b2c3d4-5e6f-4a7b-8c9d-${String(index).padStart(12, '0')}`, displayName: index < 6 ? long.trim() : `${long}${index}`, members: [] }))
  const ask = asking({ ...smallTenant, groups })
  const list = groups.slice(0, 11).map(({ id }) => id).join(', ')
  for (const instruction of [`Exclude the groups ${list} from MFA`, `Exclude the groups "${long.trim()}" from MFA`, `Exclude the group ${groups[7]?.id} from registration and unmanaged devices and high risk and portals and mobile`, `Exclude the group "Verwaltung" from risk`]) {
    t.match(await answerOf(checkInstructions, { instruction }, ask), { summary: String, verdict: String }, instruction.slice(0, 40))
  }
})
