import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { asOf, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { listSentence, markOf, suggestedIn, type Suggested } from './suggested.ts'

/** What to do about the gaps, the most urgent first. */
export const listSuggestions = skill({
  name: 'ListSuggestions', path: '/suggestions', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the ranked open suggestions, proposals and recommendations, most urgent first',
  forModel: 'Use when asked what we should do about the gaps or how to close them: what to fix, tackle or improve first, your ideas and advice, best ' +
    'measures, recommended or next actions, the few top priorities, a worklist, the order of the remaining remediation, easy wins with least effort and the ' +
    'most protection, low-hanging fruit without user impact, what needs no extra licence; the rest, further ones, what is waiting or critical, added since ' +
    'last week, returned or came back after a snooze. Answers the open suggestions by priority, and which are new; those declined, postponed or snoozed are ' +
    'only counted. For one suggestion use ExplainSuggestion.',
  prompts: [
    'Give me your five most important recommendations. Which suggestions have come back? More suggestions after these ten? Quick wins, please. What ' +
      'proposals have you got for guests?',
    'Show more suggestions, or list your recommendations. What do you advise us to do? What needs fixing first? I need a to-do list. Next best action?'
  ],
  input: Type.Object(pageInput),
  output: replyOf({
    total: Type.Integer({ description: 'Suggestions that are listed, on all pages.' }), next: Type.String(),
    snoozed: Type.Integer({ description: 'Put away for a while.' }), rejected: Type.Integer({ description: 'Put away until their facts change.' }),
    suggestions: Type.Array(Type.Object({
      id: Type.String(), rank: Type.Integer(), severity: Type.String(), kind: Type.String(), title: Type.String(),
      why: Type.String({ description: 'The reasons of the rank.' }), effect: Type.String(), lockout: Type.String(),
      mark: Type.String({ description: 'new, accepted, reviewed, or returned with what has changed; empty for none of these.' })
    }))
  }),
  async run({ cursor, top }, ask) {
    return fromSnapshot(ask, async snapshot => {
      const all = await suggestedIn(snapshot, ask)
      const listed = all.filter(({ isListed }) => isListed)
      const listing: Listing = { about: `suggestions ${listed.length}`, snapshot }
      const from = startOf(ask, cursor, listing)
      if (typeof from !== 'number') return from
      const { items: suggestions, next } = pageOf(ask, listing, { items: listed.slice(from, from + (top ?? 10)).map(suggestionItem), from, total: listed.length })
      const hidden = (state: Suggested['state']): number => all.filter(one => !one.isListed && one.state === state).length
      return {
        status: ok, summary: listSentence(listed, all), total: listed.length, snoozed: hidden('snoozed'), rejected: hidden('rejected'), suggestions,
        ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function suggestionItem(suggested: Suggested) {
  const { id, rank, severity, kind, title, reasons, effect, lockout } = suggested.suggestion
  return {
    id, rank, severity, kind, title: short(title), why: short(reasons.join('; '), 160), effect: short(effect.summary, 160), lockout: lockout.status,
    mark: markOf(suggested)
  }
}
