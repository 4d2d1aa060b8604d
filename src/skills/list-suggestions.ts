import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { asOf, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { listSentence, markOf, suggestedIn, type Suggested } from './suggested.ts'

/** What to do about the gaps, the most urgent first. */
export const listSuggestions = skill({
  name: 'ListSuggestions', path: '/suggestions', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the suggestions, the most urgent first',
  forModel: 'Use when asked what to do next about the gaps, what to improve or fix first, where to begin, for advice, actions, priorities or ' +
    'recommendations, or for more or the rest of the suggestions. Answers the open suggestions as a ranked to-do list, each with its priority, what it would ' +
    'do and whether it is new or has come back; those that people rejected or snoozed are only counted. For the details of one use ExplainSuggestion.',
  prompts: ['What should we fix first in Conditional Access? Has anything new been suggested since last week?',
    'List your critical and important recommendations. Do you have more suggestions, or any quick wins?', 'Give me your best ideas. Show all open suggestions',
    'Where do we begin? What needs to be done?', 'Are there suggestions that came back? Which next steps would improve our security?',
    'What would you change in our policies? Advise me on improving Conditional Access', 'How do I close these gaps? Show the next page of suggestions'],
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
