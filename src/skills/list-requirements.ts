import { Type } from 'typebox'
import type { RequirementResult } from '#src/domain/coverage.ts'
import { requirementStatuses } from '#src/domain/requirement.ts'
import { literals } from '#src/domain/schema.ts'
import { toRead } from './needs.ts'
import { pageOf, startOf, type Listing } from './page.ts'
import { asOf, count, fromSnapshot, ok, replyOf } from './reply.ts'
import { skill } from './skill.ts'

/** The whole baseline as it stands. */
export const listRequirements = skill({
  name: 'ListRequirements', path: '/requirements', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the requirements of the baseline with their status',
  forModel: 'Use when asked which protections are checked, which are in place or missing, or for an overview or score. Answers every requirement with ' +
    'met, gap, unknown or notApplicable, how many users it is about and how many are not covered. Unknown is not protected. It changes nothing.',
  prompts: ['Which security requirements do our policies meet?', 'Give an overview of our Conditional Access coverage'],
  input: Type.Object({
    status: Type.Optional(literals(requirementStatuses, { description: 'Only those with this status.' })),
    cursor: Type.Optional(Type.String({ maxLength: 2000, description: 'The `next` of an earlier answer, to continue it.' }))
  }),
  output: replyOf({
    met: Type.Integer(), gaps: Type.Integer(), unknown: Type.Integer(), notApplicable: Type.Integer({ description: 'Without the licence that they need.' }),
    total: Type.Integer(), next: Type.String(),
    requirements: Type.Array(Type.Object({ id: Type.String(), severity: Type.String(), status: Type.String(), users: Type.Integer(), uncovered: Type.Integer() }))
  }),
  async run({ status, cursor }, ask) {
    return fromSnapshot(ask, snapshot => {
      const all = snapshot.analysis.requirements
      const wanted = all.filter(result => status === undefined || result.status === status)
      const listing: Listing = { about: `requirements ${status ?? ''}`, snapshot }
      const from = startOf(ask, cursor, listing)
      if (typeof from !== 'number') return from
      const items = wanted.slice(from).map(({ id, severity, status: standing, users, uncoveredUsers }) => ({ id, severity, status: standing, users, uncovered: uncoveredUsers.count }))
      const { items: requirements, next } = pageOf(ask, listing, { items, from, total: wanted.length, bytes: 2700 })
      const counts = countsOf(all)
      return {
        status: ok, summary: sentence(all.length, counts), ...counts, total: wanted.length, requirements,
        ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function countsOf(all: readonly RequirementResult[]) {
  const counted = (status: RequirementResult['status']): number => all.filter(result => result.status === status).length
  return { met: counted('met'), gaps: counted('gap'), unknown: counted('unknown'), notApplicable: counted('notApplicable') }
}

function sentence(all: number, { met, gaps, unknown, notApplicable }: ReturnType<typeof countsOf>): string {
  return `Of ${count(all, 'requirement')} ${met} are met, ${gaps} have a gap, ${unknown} cannot be decided, and ${notApplicable} do not apply without a licence.`
}
