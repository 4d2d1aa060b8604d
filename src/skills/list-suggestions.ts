import { Type } from 'typebox'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { toRead } from './needs.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { asOf, count, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** What to do about the gaps, the most urgent first. */
export const listSuggestions = skill({
  name: 'ListSuggestions', path: '/suggestions', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the suggestions, ranked',
  forModel: 'Use when asked what to do, what to fix first, or for recommendations. Answers the ranked suggestions with why and with' +
    ' what each would do; draft one with DraftReportOnlyPolicy. It changes nothing.',
  prompts: ['What should we fix first in Conditional Access?', 'Which policies do you recommend?'],
  input: Type.Object(pageInput),
  output: replyOf({
    total: Type.Integer(), next: Type.String(),
    suggestions: Type.Array(Type.Object({
      id: Type.String(), rank: Type.Integer(), severity: Type.String(), requirement: Type.String(), title: Type.String(),
      why: Type.String(),
      effect: Type.String(), lockout: Type.String()
    }))
  }),
  async run({ cursor, top }, ask) {
    return fromSnapshot(ask, snapshot => {
      const listing: Listing = { about: 'suggestions', snapshot }
      const from = startOf(ask, cursor, listing)
      if (typeof from !== 'number') return from
      const all = [...snapshot.analysis.suggestions].sort((a, b) => a.rank - b.rank)
      const items = all.slice(from, from + (top ?? 10)).map(suggestionItem)
      const { items: suggestions, next } = pageOf(ask, listing, { items, from, total: all.length })
      const [first] = all
      return {
        status: ok, total: all.length, suggestions, ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now()),
        summary: first === undefined
          ? 'There is nothing to suggest.'
          : `${count(all.length, 'suggestion')}; the first: ${short(first.title, 150)}.`
      }
    })
  }
})

function suggestionItem({ id, rank, severity, requirement, title, reasons, effect, lockout }: Suggestion) {
  return {
    id, rank, severity, requirement, title: short(title), why: short(reasons.join('; '), 160), effect: short(effect.summary, 160),
    lockout: lockout.status
  }
}
