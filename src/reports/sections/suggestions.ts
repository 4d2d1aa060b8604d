import type { Standing } from '#src/advisor/standing.ts'
import type { AdministratorWay, Lockout } from '#src/domain/draft.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Step, Suggestion } from '#src/domain/suggestion.ts'
import { fold, heading, list, names, text, type Block, type Item } from '../block.ts'
import { policyDiff } from '../policy-diff.ts'
import { count, namedId, nameOr, quoted, sentence } from '../words.ts'

const most = 50

/** What to do, in order: why, how step by step with each policy beside what it becomes, and what comes of it. */
export function suggestionSections(suggestions: readonly Suggestion[], standing: Standing): Block[] {
  if (suggestions.length === 0) return []
  const rest = suggestions.slice(most)
  return [
    heading(2, 'Suggestions'), ...suggestions.slice(0, most).flatMap(suggestion => suggestionSection(suggestion, standing)),
    ...rest.length === 0 ? [] : [text(`And ${count(rest.length, 'more suggestion')}: the first are those that matter most.`)]
  ]
}

function suggestionSection(suggestion: Suggestion, standing: Standing): Block[] {
  const { rank, title, summary, reasons, why, lockout, unknowns } = suggestion
  return [
    heading(3, `${rank}. ${title}`), text(sentence(summary)),
    { kind: 'pairs', label: 'About the suggestion', pairs: pairsOf(suggestion) },
    ...why === undefined ? [] : [text(sentence(why), 'Why so:')],
    ...fold('Why it stands here', list(reasons, 20, sentence)),
    ...fold('What its effect depends on', list(unknowns, 20, sentence)),
    ...fold('Who can still manage policies', ways(lockout, standing)),
    { kind: 'list', form: 'numbers', items: steps(suggestion, standing) }
  ]
}

function pairsOf({ severity, effect, lockout, confidence, licence, source, sources, template, reversible }: Suggestion): [string, string][] {
  const from = [...new Set([source, ...sources])].filter(name => name !== '')
  return [
    ['severity', severity], ['effect', effect.summary], ['lockout', `${lockout.status}: ${lockout.summary}`], ['confidence', confidence],
    ...licence.length === 0 ? [] : [['licence', licence.join(', ')] satisfies [string, string]],
    ['to undo it', reversible], ...from.length === 0 ? [] : [['source', from.join(', ')] satisfies [string, string]],
    ...template === undefined ? [] : [['template', template] satisfies [string, string]]
  ]
}

function ways({ accounts, candidates }: Lockout, standing: Standing): Block[] {
  const told = ({ user, kind, way, when, controls }: AdministratorWay): string =>
    `${kind === 'emergency' ? 'emergency account' : 'administrator'} ${namedId(standing, user)}: ${way}, ${when}${controls === '' ? '' : `, with ${strengthsNamed(controls, standing)}`}`
  return [
    ...list(accounts ?? [], 8, told),
    ...candidates.length === 0 ? [] : [text('These look like emergency accounts and are not declared:'), ...names(candidates, 15, id => namedId(standing, id))]
  ]
}

function strengthsNamed(controls: string, standing: Standing): string {
  return controls.replaceAll(/authenticationStrength:([\w-]+)/g, (_, id: string) => `authenticationStrength ${quoted(nameOr(standing, id))}`)
}

/** The steps, each beside what stands when it is taken: a policy that an earlier step made or changed is shown as that left it. */
function steps({ steps: all, body }: Suggestion, standing: Standing): Item[] {
  const made = new Map<string, PolicyBody>()
  if (all.length === 0 && body !== undefined) return [{ text: `Create ${quoted(body.displayName)}.`, inside: change('What it says', [undefined, body], standing) }]
  let created = ''
  return all.map(step => {
    const name = step.body?.displayName
    const key = step.policy?.toLowerCase() ?? (name !== undefined && made.has(`new ${name}`) ? `new ${name}` : created)
    const before = step.do === 'create' ? undefined : made.get(key) ?? (step.policy === undefined ? undefined : standing.policyOf(step.policy))
    const after = bodyAfter(step, before)
    if (step.do === 'create') created = `new ${name ?? ''}`
    if (after !== undefined) made.set(step.do === 'create' ? created : key, after)
    return { text: sentence(step.words), inside: before === after ? [] : change(summaryOf(step, [before, after], standing), [before, after], standing) }
  })
}

function bodyAfter(step: Step, before: PolicyBody | undefined): PolicyBody | undefined {
  if (step.do === 'delete') return undefined
  if (step.body !== undefined) return step.body
  if (before === undefined || (step.do !== 'enable' && step.do !== 'disable')) return before
  return { ...before, state: step.do === 'enable' ? 'enabled' : 'disabled' }
}

function summaryOf({ policy }: Step, [before, after]: readonly [PolicyBody | undefined, PolicyBody | undefined], standing: Standing): string {
  const name = quoted(policy === undefined ? after?.displayName ?? before?.displayName ?? 'the policy' : nameOr(standing, policy))
  return before === undefined ? `The new policy ${name}` : after === undefined ? `What ${name} said` : `What changes in ${name}`
}

function change(summary: string, [before, after]: readonly [PolicyBody | undefined, PolicyBody | undefined], standing: Standing): Block[] {
  return fold(summary, [{ kind: 'diff', label: summary, lines: policyDiff(before, after, standing) }])
}
