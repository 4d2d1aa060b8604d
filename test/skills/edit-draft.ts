import { test } from 'tap'
import { policyOf } from '#src/domain/write.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import { draftReportOnlyPolicy } from '#src/skills/draft-report-only-policy.ts'
import { editDraft } from '#src/skills/edit-draft.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

/** The conditions of a draft. */
function conditionsOf({ memory }: ReturnType<typeof asking>, id: string | undefined) {
  const draft = memory.drafts.get(id ?? '')
  return draft === undefined ? undefined : policyOf(draft)?.conditions
}

/** A draft for a requirement and what editing it makes of it. */
async function drafting(requirement = 'mfa-all-users', wish: object = {}) {
  const ask = asking()
  const { draftId: draft } = await answerOf(draftReportOnlyPolicy, { requirement, ...wish }, ask)
  return {
    ask, draft,
    edited: async (edit: object, from = draft) => {
      const answer = await answerOf(editDraft, { draft: from, ...edit }, ask)
      return { answer, conditions: conditionsOf(ask, answer.draftId) }
    }
  }
}

test('an edit makes a new draft with its own effect, and the old one stays', async t => {
  const { ask, draft, edited } = await drafting()
  const { answer, conditions } = await edited({ exclude: 'Contractors' })
  t.match(answer, { status: 'ok', editedFrom: draft, existing: false, state: 'enabledForReportingButNotEnforced', requirement: 'mfa-all-users', newlyChallenged: 0, lockout: 'safe' })
  t.not(answer.draftId, draft)
  t.match(conditions, { users: { includeUsers: ['All'], excludeGroups: [ids.nested], excludeUsers: [ids.emergency] } })
  t.notMatch(conditionsOf(ask, draft)?.['users'], { excludeGroups: Array })
})

test('what is included is no longer excluded, and the other way round', async t => {
  const { edited } = await drafting('mfa-all-users', { exclude: 'Contractors' })
  const lifted = await edited({ include: 'Contractors' })
  t.match(lifted.conditions, { users: { includeUsers: ['All'] } })
  t.notMatch(lifted.conditions?.['users'], { excludeGroups: Array })
  const narrowed = await edited({ include: 'Cleo Clerk, Contractors' })
  const left = await edited({ exclude: ids.cleo }, narrowed.answer.draftId)
  t.match(left.conditions, { users: { includeGroups: [ids.nested], excludeUsers: [ids.cleo, ids.emergency] } })
  t.notMatch(left.conditions?.['users'], { includeUsers: Array })
})

test('including something in a draft for all narrows it to that', async t => {
  const { edited } = await drafting()
  const { conditions } = await edited({ include: 'global administrator', apps: `Mail,${ids.wiki}`, platforms: 'ios, ANDROID' })
  t.match(conditions, {
    users: { includeRoles: [directoryRoles.globalAdministrator], excludeUsers: [ids.emergency] },
    applications: { includeApplications: [ids.mail, ids.wiki] }, platforms: { includePlatforms: ['android', 'iOS'], excludePlatforms: [] }
  })
  t.notMatch(conditions?.['users'], { includeUsers: Array })
})

test('applications and platforms are left out', async t => {
  const { edited } = await drafting()
  t.match((await edited({ excludeApps: 'mail,office365', excludePlatforms: 'linux' })).conditions, {
    applications: { includeApplications: ['All'], excludeApplications: ['Office365', ids.mail] }, platforms: { includePlatforms: ['all'], excludePlatforms: ['linux'] }
  })
})

test('emergency accounts stay excluded', async t => {
  const { edited, ask } = await drafting()
  const before = ask.memory.drafts.size
  t.match((await edited({ include: 'Break Glass' })).answer, { status: 'refused', summary: /Emergency accounts stay excluded/ })
  t.equal(ask.memory.drafts.size, before)
})

const refusals: readonly { readonly name: string, readonly wish?: object, readonly requirement?: string, readonly edit: object, readonly summary: RegExp }[] = [
  { name: 'without anything to change', edit: {}, summary: /changes nothing/ },
  { name: 'that repeats what the draft says', wish: { include: 'Contractors' }, edit: { include: 'Contractors' }, summary: /changes nothing/ },
  { name: 'that leaves nobody', wish: { include: 'Contractors' }, edit: { exclude: 'Contractors' }, summary: /Nobody would be left/ },
  { name: 'of applications in a draft about a user action', requirement: 'secure-security-info-registration', edit: { apps: 'Mail' }, summary: /not about applications/ }
]

for (const { name, wish, requirement, edit, summary } of refusals) {
  test(`an edit ${name} is refused with the reason`, async t => {
    const { edited } = await drafting(requirement, wish)
    t.match((await edited(edit)).answer, { status: 'refused', summary })
  })
}

test('what is not clear is answered with candidates, and a draft that is not there is not found', async t => {
  const { edited } = await drafting()
  for (const [edit, kind] of [[{ exclude: 'Tim Twin' }, 'user'], [{ apps: 'ail' }, 'application'], [{ excludePlatforms: 'phones' }, 'platform']] as const) {
    t.match((await edited(edit)).answer, { status: 'ambiguous', candidates: [{ kind }] })
  }
  t.match((await edited({ exclude: 'Contractors' }, 'none')).answer, { status: 'notFound' })
})

test('without a snapshot an edit asks for a run', async t => {
  const { edited, ask } = await drafting()
  ask.memory.snapshot = undefined
  t.match((await edited({ exclude: 'Contractors' })).answer, { status: 'noSnapshot' })
})
