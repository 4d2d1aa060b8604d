import { Type } from 'typebox'
import type { Coverage } from '#src/engine/coverage.ts'
import type { AppSet } from '#src/engine/gap-region.ts'
import { identityIndex } from '#src/engine/identity.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { toRead } from './needs.ts'
import { requirementNamed, userNamed } from './names.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { coverageOf } from './judged.ts'
import { asOf, count, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { witnessWords } from './witness.ts'

/** Applications to which somebody can sign in without what a requirement asks. */
export const listUncoveredApps = skill({
  name: 'ListUncoveredApps', path: '/uncovered-apps', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the applications that the policies leave unprotected',
  forModel: 'Use when asked which applications (apps, cloud apps, SaaS, programs, tools, APIs, systems, services, resources, Microsoft 365, Azure, admin ' +
    'portals) are outside every rule or all our policies, unprotected, exposed, uncovered, without protection, left out or still open, reachable or ' +
    'available, for everyone or for someone: without MFA, with only a password, by legacy protocols, through old clients, with device code flow, with no ' +
    'session limit or even at high risk. Exact: how many, under which conditions, whether future or unregistered applications stay open, and one sign-in as ' +
    'proof. For persons use ListUncoveredUsers.',
  prompts: [
    'Which apps can be reached from an unmanaged device? Are some third-party apps not covered? Which resources are missing from our coverage? Why don\'t ' +
      'our policies reach that app?',
    'Which apps are unprotected because of an exclusion? Which are reachable without any protection? Which apps have no policy? Which can this user reach ' +
      'without a second factor?'
  ],
  input: Type.Object({
    requirement: Type.Optional(Type.String({ maxLength: 100,
      description: 'Requirement id, such as mfa-all-users (used unless told) or compliant-device-all-users.' })),
    user: Type.Optional(Type.String({ maxLength: 300,
      description: 'Only for this one: UPN, object id or exact display name.' })),
    ...pageInput
  }),
  output: replyOf({
    requirement: Type.String(), requirementStatus: Type.String({ description: 'met, gap, unknown or notApplicable, for the whole tenant.' }),
    uncovered: Type.Integer({ description: 'Applications of the tenant.' }),
    anyOther: Type.Boolean({ description: 'Whether applications that the tenant does not hold are unprotected too.' }),
    conditions: Type.String(), witness: Type.String({ description: 'One concrete sign-in that slips through.' }),
    apps: Type.Array(Type.Object({ appId: Type.String(), name: Type.String() })), next: Type.String()
  }),
  async run(input, ask) {
    return fromSnapshot(ask, snapshot => {
      const requirement = requirementNamed(input.requirement ?? 'mfa-all-users')
      if ('unclear' in requirement) return requirement.unclear
      const user = input.user === undefined ? undefined : userNamed(snapshot.tenant, input.user)
      if (user !== undefined && 'unclear' in user) return user.unclear
      const listing: Listing = { about: `apps ${requirement.found.id} ${user?.found.id ?? ''}`, snapshot }
      const from = startOf(ask, input.cursor, listing)
      if (typeof from !== 'number') return from
      const { tenant } = snapshot
      const judged = coverageOf(snapshot.compiled, requirement.found)
      const gaps = user === undefined ? judged.gaps : judged.gaps.filter(gap => gap.users.has(identityIndex(tenant, requirement.found, user.found.id)))
      const open = user === undefined ? judged.uncoveredApps : together(gaps)
      const items = open.appIds.slice(from, from + (input.top ?? 10)).map(appId => ({ appId, name: nameOf(tenant, appId) }))
      const { items: apps, next } = pageOf(ask, listing, { items, from, total: open.appIds.length })
      return {
        status: ok, summary: gaps.length > 0 && requirement.found.userActions !== undefined ? actionSentence(judged, user?.found.name) : sentence(judged, open, user?.found.name), requirement: judged.requirement.id, requirementStatus: judged.status,
        uncovered: open.count, anyOther: open.anyOther, conditions: short([...new Set(gaps.map(({ words }) => words))].join('; '), 300),
        ...(gaps[0] === undefined ? {} : { witness: short(witnessWords(tenant, witnessOf(gaps[0], user?.found.id)), 300) }),
        apps, ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

/** A region is a product: any of its users takes the place of the one in its witness. */
function witnessOf({ witness }: Coverage['gaps'][number], userId: string | undefined): SignIn {
  return userId === undefined ? witness : { ...witness, signInIdentity: { ...witness.signInIdentity, userId } }
}

function together(gaps: Coverage['gaps']): AppSet {
  const appIds = [...new Set(gaps.flatMap(({ apps }) => apps.appIds))].sort()
  return { count: appIds.length, first: appIds[0], appIds, anyOther: gaps.some(({ apps }) => apps.anyOther) }
}

function nameOf({ apps }: Tenant, appId: string): string {
  return short(apps.list[apps.indexOfAppId(appId)]?.displayName ?? 'an application that the tenant does not hold', 80)
}

function actionSentence({ requirement: { title, userActions } }: Coverage, user: string | undefined): string {
  return `"${title}" is about no application: ${user === undefined ? 'somebody' : short(user, 120)} can do ${(userActions ?? []).join(' and ')} without what it asks.`
}

function sentence({ requirement, reason }: Coverage, open: AppSet, user: string | undefined): string {
  const who = user === undefined ? 'somebody' : short(user, 120)
  if (open.count === 0 && !open.anyOther) {
    return `"${requirement.title}": no application is known to be open to ${who} without what it asks. ${short(reason, 200)}`
  }
  const other = open.anyOther ? ' and to any other one' : ''
  return `"${requirement.title}": ${who} can sign in to ${count(open.count, 'application')}${other} without what it asks.`
}
