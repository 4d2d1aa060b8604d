import { Type } from 'typebox'
import type { TenantSummary } from '#src/domain/analysis.ts'
import type { RequirementResult } from '#src/domain/coverage.ts'
import { requirementStatuses } from '#src/domain/requirement.ts'
import { literals } from '#src/domain/schema.ts'
import { toRead } from './needs.ts'
import { pageOf, startOf, type Listing } from './page.ts'
import { asOf, count, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** The whole baseline as it stands. */
export const listRequirements = skill({
  name: 'ListRequirements', path: '/requirements', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List all the requirements that are checked, with their state',
  forModel: 'Use for an overview, score, summary or checklist of our overall posture against the whole baseline, or when asked whether a control, measure, ' +
    'check, item or requirement is met, unmet, fulfilled, satisfied, passed, enforced or in place: MFA for everyone, compliant devices, Azure management, ' +
    'sign-in frequency, session limit, token protection, device code flow blocked, authentication transfer, security info registration. Answers each as ' +
    'met, gap, unknown or notApplicable (not licensed), with the number of users left out; unknown never counts as protected. For names use ' +
    'ListUncoveredUsers, for advice ListSuggestions.',
  prompts: [
    'Do we meet every point on your checklist? Is token protection ok? How many checks pass, and which fail? Is legacy auth blocked? Where do we stand on ' +
      'the risk requirements?',
    'Which could not be decided? Our score? Which baseline items are only partly covered? Is phishing-resistant MFA in place here for every admin? Do we ' +
      'fulfil all that the baseline demands?'
  ],
  input: Type.Object({
    status: Type.Optional(literals(requirementStatuses, { description: 'Only those with this status.' })),
    cursor: Type.Optional(Type.String({ maxLength: 2000, description: 'The `next` of the page before.' }))
  }),
  output: replyOf({
    met: Type.Integer(), gaps: Type.Integer(), unknown: Type.Integer(), notApplicable: Type.Integer({ description: 'Without the licence that they need.' }),
    total: Type.Integer(), next: Type.String(),
    governedApart: Type.String({ description: 'Who is outside of what is judged because policies of their own govern them.' }),
    requirements: Type.Array(Type.Object({ id: Type.String(), severity: Type.String(), status: Type.String(), users: Type.Integer(), uncovered: Type.Integer(), outside: Type.Integer({ description: 'Not in the population.' }) }))
  }),
  async run({ status, cursor }, ask) {
    return fromSnapshot(ask, snapshot => {
      const all = snapshot.analysis.requirements
      const wanted = all.filter(result => status === undefined || result.status === status)
      const listing: Listing = { about: `requirements ${status ?? ''}`, snapshot }
      const from = startOf(ask, cursor, listing)
      if (typeof from !== 'number') return from
      const items = wanted.slice(from).map(({ id, severity, status: standing, users, uncoveredUsers, outsideUsers }) => ({ id, severity, status: standing, users, uncovered: uncoveredUsers.count, outside: outsideUsers }))
      const { items: requirements, next } = pageOf(ask, listing, { items, from, total: wanted.length, bytes: 2700 })
      const counts = countsOf(all)
      const apart = short(snapshot.analysis.tenant.personas.map(personaWords).join('; '), 300)
      return {
        status: ok, summary: sentence(all.length, counts), ...counts, total: wanted.length, requirements,
        ...apart === '' ? {} : { governedApart: apart },
        ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function personaWords({ name, accounts, requirements, governedBy }: TenantSummary['personas'][number]): string {
  return `${short(name, 40)}: ${count(accounts, 'account')} outside of ${requirements === null ? 'every requirement' : count(requirements.length, 'requirement')}, governed by ${short(governedBy, 80)}`
}

function countsOf(all: readonly RequirementResult[]) {
  const counted = (status: RequirementResult['status']): number => all.filter(result => result.status === status).length
  return { met: counted('met'), gaps: counted('gap'), unknown: counted('unknown'), notApplicable: counted('notApplicable') }
}

function sentence(all: number, { met, gaps, unknown, notApplicable }: ReturnType<typeof countsOf>): string {
  return `Of ${count(all, 'requirement')} ${met} are met, ${gaps} have a gap, ${unknown} cannot be decided, and ${notApplicable} do not apply without a licence.`
}
