import type { Standing } from '#src/advisor/standing.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'
import { fold, heading, list, names, text, type Block, type Item } from '../block.ts'
import { whatIfFields } from '../witness.ts'
import { appWords, count, nameOr, quoted, sentence, statusWords, whomOf } from '../words.ts'

/** Gaps shown at once, behind a fold, and of those that are only possible; then situations. */
const open = 3
const folded = 7
const maybe = 3
const most = 10
const order = ['gap', 'unknown', 'met', 'notApplicable']

/** All requirements as a picture and as numbers, then one by one, those with gaps first. */
export function requirementSections(requirements: readonly RequirementResult[], standing: Standing): Block[] {
  if (requirements.length === 0) return [heading(2, 'Coverage'), text('None was judged.')]
  const sorted = requirements.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return [
    heading(2, 'Coverage'), { kind: 'matrix', requirements: sorted },
    heading(2, 'Requirements'), ...sorted.flatMap(result => requirementSection(result, standing))
  ]
}

function requirementSection(result: RequirementResult, standing: Standing): Block[] {
  const { title, status, severity, reason, gaps, possible } = result
  const told = (gap: Gap): Item => gapItem(gap, standing)
  const more = gaps.slice(open)
  return [
    heading(3, title), text(`${sentence(reason)} ${numbers(result)}`, sentence(`${statusWords[status]}, severity ${severity}`)),
    ...list(gaps.slice(0, open), open, told), ...fold(count(more.length, 'more gap'), list(more, folded, told)),
    ...fold(`Possible gaps, if what is not known turns out so: ${possible.length.toLocaleString('en')}`, list(possible, maybe, told)),
    ...situations(result), ...lists(result, standing)
  ]
}

function numbers({ users, uncoveredUsers, acceptedUsers, outsideUsers, eligibleUsers, status, gaps: [gap], possible: [possible] }: RequirementResult): string {
  const all = count(users, ...whomOf((gap ?? possible)?.witness))
  const parts = [
    status === 'gap' ? `${uncoveredUsers.count.toLocaleString('en')} of ${all} not covered` : `${all} in scope`,
    ...acceptedUsers > 0 ? [`${acceptedUsers.toLocaleString('en')} accepted`] : [], ...outsideUsers > 0 ? [`${outsideUsers.toLocaleString('en')} outside`] : [],
    ...eligibleUsers > 0 ? [`${eligibleUsers.toLocaleString('en')} more could activate a role`] : []
  ]
  return `${parts.join(', ')}.`
}

/** A gap: who, to what, when, one sign-in inside it, and why nothing catches that one. */
function gapItem(gap: Gap, standing: Standing): Item {
  return {
    lead: `${count(gap.users, ...whomOf(gap.witness))}, ${appWords(gap, standing)}:`, text: gap.words,
    inside: [
      ...gap.why === undefined ? [] : [text(sentence(gap.why), 'Why no policy catches it:')],
      ...fold('One such sign-in, as Entra\'s What If takes it', [{ kind: 'pairs', label: 'A sign-in in the gap', pairs: whatIfFields(gap.witness, standing) }])
    ]
  }
}

const states = { notCovered: 'not covered', coveredExcept: 'covered except', covered: 'covered' } as const

function situations({ situations: all, status }: RequirementResult): Block[] {
  if (status !== 'gap' || all.length < 2) return []
  const rows = all.slice(0, most).map(({ state, users, except }) => [states[state], users, except.slice(0, 3).join('; or ') + (except.length > 3 ? `; and ${except.length - 3} more` : '')])
  const rest = all.length - rows.length
  return fold(`Users by how they stand: ${count(all.length, 'situation')}`, [
    { kind: 'table', caption: 'Users who stand alike', heads: ['state', 'users', 'except'], rows },
    ...rest > 0 ? [text(`And ${count(rest, 'more situation', 'more situations')}.`)] : []
  ])
}

function lists({ status, uncoveredUsers, uncoveredApps, protectingPolicies, wouldCover, wouldLeave }: RequirementResult, standing: Standing): Block[] {
  const named = (ids: readonly string[] = []): Block[] => names(ids, 40, id => quoted(nameOr(standing, id)))
  const policies = wouldCover.map(id => quoted(nameOr(standing, id))).join(', ')
  return [
    ...wouldCover.length === 0 ? [] : [text(`Report-only ${policies} would cover it in part or whole; ${count(wouldLeave, 'user')} would still not be covered.`)],
    ...status === 'notApplicable' ? [] : [
      ...fold(`Users who are not covered: ${uncoveredUsers.count.toLocaleString('en')}`, named(uncoveredUsers.ids)),
      ...fold(`Applications that are not covered: ${uncoveredApps.count.toLocaleString('en')}${uncoveredApps.anyOther ? ' and any other' : ''}`, named(uncoveredApps.appIds)),
      ...fold(`Policies that protect: ${protectingPolicies.length.toLocaleString('en')}`, named(protectingPolicies))
    ]
  ]
}
