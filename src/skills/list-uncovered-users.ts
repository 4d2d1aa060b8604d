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
  forModel: 'Use when asked who, whose or which people, staff, employees, members, folks, contractors, external guests, administrators, privileged or ' +
    'service accounts are unprotected, exposed, uncovered, not covered, not protected, lack protection or fall outside every rule, and why: users who can ' +
    'come in or get by without MFA, multifactor, a second factor, phishing-resistant methods or token protection, with just a password, by device code ' +
    'flow, with old protocols, from an unmanaged phone or one not compliant, outside the office or at high risk. Exact: the count, under which conditions, ' +
    'because of which exclusion, one sign-in as proof. For resources use ListUncoveredApps.',
  prompts: [
    'Which guests aren\'t covered by any policy? Are there members not protected? How many are missing? Give me the names of those users. Who can still use ' +
      'legacy auth or log in by IMAP?',
    'Which admins escape? Why do these users slip through? Which employees get in from noncompliant devices? Whose session has no limit?'
  ],
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
