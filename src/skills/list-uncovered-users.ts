import { Type } from 'typebox'
import type { Coverage } from '#src/engine/coverage.ts'
import { identityAt } from '#src/engine/identity.ts'
import { whyGap } from '#src/engine/why.ts'
import { toRead } from './needs.ts'
import { appNamed, requirementNamed } from './names.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { coverageFor, coverageOf } from './judged.ts'
import { asOf, count, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { witnessWords } from './witness.ts'
import type { Snapshot } from './ports.ts'

const UncoveredUser = Type.Object({
  id: Type.String(), userPrincipalName: Type.String(), name: Type.String(),
  when: Type.String({ description: 'The conditions under which a sign-in of this user slips through.' })
})

/** Users whose sign-ins the enforced policies do not protect as a requirement asks. */
export const listUncoveredUsers = skill({
  name: 'ListUncoveredUsers', path: '/uncovered-users', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the users whom the policies leave unprotected',
  forModel: 'Use when asked who or which users (people, guests, admins, accounts) are exposed, not covered or not protected by the policies: who can still ' +
    'sign in without MFA or a second factor, with only a password, by legacy authentication or device code flow, on phones or unmanaged devices. Exact: how ' +
    'many, under which conditions and why, with one concrete sign-in as proof. For applications use ListUncoveredApps.',
  prompts: ['Which administrators can sign in without multifactor authentication? Who slips through, or falls through the cracks?',
    'Which guests and external users are unprotected? Is there anybody our policies miss?',
    'Which employees does no policy protect? Show the accounts that are outside of the rules',
    'Who could work from a private laptop? Whom do none of the policies touch?', 'Which staff may use basic auth? For whom is a stolen password enough?',
    'Who is not covered by MFA? Does anyone never get an MFA prompt?', 'How many people are not protected?'],
  input: Type.Object({
    requirement: Type.Optional(Type.String({ maxLength: 100,
      description: 'Requirement id, such as mfa-all-users (used unless told), mfa-admins or block-legacy-authentication.' })),
    app: Type.Optional(Type.String({ maxLength: 300, description: 'Only sign-ins to this application: its name or appId.' })),
    ...pageInput
  }),
  output: replyOf({
    requirement: Type.String(), requirementStatus: Type.String({ description: 'met, gap, unknown or notApplicable.' }),
    population: Type.Integer({ description: 'Users that the requirement is about.' }), uncovered: Type.Integer(),
    accepted: Type.Integer({ description: 'Declared emergency and synchronization accounts.' }),
    conditions: Type.String({ description: 'When they are unprotected.' }),
    witness: Type.String({ description: 'One concrete sign-in that slips through.' }),
    why: Type.String({ description: 'Why no policy catches that sign-in, the nearest ones first.' }),
    users: Type.Array(UncoveredUser), next: Type.String()
  }),
  async run(input, ask) {
    return fromSnapshot(ask, snapshot => {
      const requirement = requirementNamed(input.requirement ?? 'mfa-all-users')
      if ('unclear' in requirement) return requirement.unclear
      const app = input.app === undefined ? undefined : appNamed(snapshot.tenant, input.app)
      if (app !== undefined && 'unclear' in app) return app.unclear
      const judged = app === undefined
        ? coverageOf(snapshot.compiled, requirement.found)
        : coverageFor(snapshot.compiled, requirement.found, app.found.id)
      if (judged === undefined) return { status: ok, summary: `"${requirement.found.title}" is not about that application.`, uncovered: 0 }
      const listing: Listing = { about: `users ${requirement.found.id} ${app?.found.id ?? ''}`, snapshot }
      const from = startOf(ask, input.cursor, listing)
      if (typeof from !== 'number') return from
      const items = judged.uncoveredUsers.page(from, input.top ?? 10).map(index => userItem(snapshot, judged, index))
      const { items: users, next } = pageOf(ask, listing, { items, from, total: judged.uncoveredUsers.count })
      return {
        status: ok, ...totals(snapshot, judged, app?.found.name), users, ...(next === undefined ? {} : { next }),
        asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function userItem({ tenant }: Snapshot, { gaps, requirement }: Coverage, index: number) {
  const { id, userPrincipalName, displayName } = identityAt(tenant, requirement, index)
  return {
    id, userPrincipalName: short(userPrincipalName, 80), name: short(displayName, 60),
    when: short(gaps.find(gap => gap.users.has(index))?.words ?? 'always', 120)
  }
}

function totals(snapshot: Snapshot, judged: Coverage, app: string | undefined) {
  const { requirement, gaps, uncoveredUsers, users, acceptedUsers } = judged
  const [gap] = gaps
  const where = app === undefined ? '' : ` for ${short(app, 60)}`
  return {
    summary: uncoveredUsers.count === 0
      ? `"${requirement.title}"${where}: nobody is known to be left out. ${short(judged.reason, 200)}`
      : `"${requirement.title}"${where}: ${count(uncoveredUsers.count, (requirement.population.subjects ?? 'people') === 'people' ? 'user' : 'workload')} of ${users.toLocaleString('en')} can sign in without what it asks.`,
    requirement: requirement.id, requirementStatus: judged.status, population: users, uncovered: uncoveredUsers.count,
    accepted: acceptedUsers,
    conditions: short([...new Set(gaps.map(({ words }) => words))].join('; '), 300),
    ...(gap === undefined ? {} : {
      witness: short(witnessWords(snapshot.tenant, gap.witness), 300), why: short(whyGap(snapshot.compiled, requirement, gap.witness).sentence, 200)
    })
  }
}
