import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { declaredSettings } from '#src/advisor/direction/declare.ts'
import { sentenceOf } from '#src/advisor/direction/wish.ts'
import { bodyOf } from '#src/advisor/draft.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Declaration, TenantSettings } from '#src/domain/settings.ts'
import { compile } from '#src/engine/compile.ts'
import { renderReport } from '#src/reports/report.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { listRequirements } from '#src/skills/list-requirements.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { directedFile, directedTenant, named } from '#test/fixtures/directed.ts'
import { policyOf } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const persona = { name: 'Kiosk workers', governedBy: 'CA300 and CA301' }
const kiosk = { do: 'ignore' as const, objects: [{ kind: 'group' as const, id: named.kiosk }], requirements: ['mfa-all-users'], persona }

function fileWith(policies: readonly object[], directions: readonly object[] = [kiosk]): Record<string, unknown> {
  return { ...directedFile, policies, settings: { ...directedFile.settings, directions } }
}

function analysed(file: Record<string, unknown>): Analysis {
  return analyseTenant(tenantOf(file)).analysis
}

function resultIn({ requirements }: Analysis, id: string) {
  return requirements.find(one => one.id === id)
}

function excludedIn(file: Record<string, unknown>, id: string): unknown {
  const requirement = requirementOf(id)
  return requirement === undefined ? undefined : Object(bodyOf(compile(tenantOf(file)), requirement).conditions['users']).excludeGroups
}

test('a persona is outside of its requirements, and accepted nowhere', t => {
  const [with_, without] = [analysed(fileWith([])), analysed(fileWith([], []))]
  const [own, other] = [resultIn(with_, 'mfa-all-users'), resultIn(without, 'mfa-all-users')]
  t.strictSame([own?.users, own?.outsideUsers, own?.acceptedUsers], [(other?.users ?? 0) - 1, (other?.outsideUsers ?? 0) + 1, other?.acceptedUsers])
  t.notOk(own?.uncoveredUsers.ids?.includes(ids.cleo))
  t.ok(resultIn(with_, 'risky-sign-ins')?.uncoveredUsers.ids?.includes(ids.cleo), 'the others are about them as before')
  t.end()
})

test('drafts for its requirements leave a persona out, others do not, and who is only not considered stays in', t => {
  t.strictSame(excludedIn(fileWith([]), 'mfa-all-users'), [named.emergency, named.kiosk])
  t.strictSame(excludedIn(fileWith([]), 'block-device-code-flow'), [named.emergency])
  const { persona: _persona, ...ignored } = kiosk
  t.strictSame(excludedIn(fileWith([], [ignored]), 'mfa-all-users'), [named.emergency])
  t.end()
})

test('a policy that is extended to everyone does not take in a persona', t => {
  const standing = policyOf('mfa', { users: { includeUsers: [ids.ada, ids.ben], excludeGroups: [named.emergency], excludeUsers: [ids.emergency] } })
  const more = Array.from({ length: 20 }, (_, n) => ({ id: `a0000000-0000-4000-8000-0000000001${n + 10}`, displayName: `More ${n}`, userPrincipalName: `more.${n}@lantern.example`, userType: 'Member', accountEnabled: true }))
  const file = { ...fileWith([standing], [{ ...kiosk, requirements: null }]), users: [...directedFile.users, ...more] }
  const [one] = analysed(file).suggestions.filter(({ kind, requirement }) => kind === 'extendPolicy' && requirement === 'mfa-all-users')
  const patch = one?.steps.find(({ do: what }) => what === 'patch')
  t.match(patch?.words, /include all users.* exclude the people who are governed apart/)
  t.match(patch?.body?.conditions, { users: { includeUsers: ['All'], excludeGroups: [named.emergency, named.kiosk] } })
  t.end()
})

test('personas are declared by name like any direction, and only of people who are not to be considered', t => {
  const declared = (directions: NonNullable<Declaration['directions']>): { settings: TenantSettings } | { faults: { pointer: string, detail: string }[] } =>
    declaredSettings({ directions }, { tenant: directedTenant, standing: {}, author: 'caller', now: new Date('2026-11-23T08:12:00Z') })
  t.strictSame(declared([{ ...kiosk, objects: [{ kind: 'group', id: 'kiosk' }] }]), { settings: { directions: [kiosk] } })
  t.match(declared([{ ...kiosk, objects: [{ kind: 'group', id: 'Twins' }] }]), { faults: [{ pointer: '/directions/0/objects/0/id', detail: /more than one group/ }] })
  t.match(declared([{ ...kiosk, do: 'exclude' }]), { faults: [{ pointer: '/directions/0/persona', detail: /say `ignore`/ }] })
  t.match(declared([{ ...kiosk, persona: { name: ' ', governedBy: 'x\u202Ey' } }]), { faults: [{ pointer: '/directions/0/persona/name', detail: 'say something' }, { pointer: '/directions/0/persona/governedBy' }] })
  t.end()
})

test('nobody forgets a persona: the analysis, the report, the sentence and the list of requirements name it', async t => {
  const file = fileWith([])
  const analysis = analysed(file)
  t.strictSame(analysis.tenant.personas, [{ ...persona, accounts: 1, requirements: ['mfa-all-users'] }])
  t.match(renderReport(analysis, 'markdown'), /`Kiosk workers`: 1 account, outside of `mfa-all-users`; governed by CA300 and CA301\./)
  t.equal(sentenceOf(directedTenant, { sets: 'direction', direction: kiosk }), 'Do not consider the group "Kiosk" for mfa-all-users: they are "Kiosk workers", governed by "CA300 and CA301".')
  const answer = await answerOf(listRequirements, {}, asking(file))
  t.equal(answer.governedApart, 'Kiosk workers: 1 account outside of 1 requirement, governed by CA300 and CA301')
  t.match(answer.requirements?.find(({ id }) => id === 'mfa-all-users'), { outside: 1 })
})
