import { Type } from 'typebox'
import { remembered, type Remembered } from '#src/advisor/remembered.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import type { Named } from './names.ts'
import type { Snapshot } from './ports.ts'
import { count, short, type Candidate } from './reply.ts'
import type { Ask } from './skill.ts'

/** A suggestion as people left it; `isNew` where the snapshot before did not make it. */
export interface Suggested extends Remembered {
  readonly isNew: boolean
}

/** The input that names one suggestion. */
export const suggestionInput = Type.String({ minLength: 1, maxLength: 300, description: 'Suggestion id from ListSuggestions, or its exact title.' })

/** Every suggestion of a snapshot in its rank, in the light of what people said. */
export async function suggestedIn({ analysis, news }: Snapshot, { ports, caller }: Pick<Ask, 'ports' | 'caller'>): Promise<Suggested[]> {
  const said = await ports.suggestions.feedback(caller)
  const fresh = new Set(news?.suggestions)
  const now = ports.now().toISOString()
  return analysis.suggestions.toSorted((a, b) => a.rank - b.rank)
    .map(suggestion => ({ ...remembered(suggestion, said.get(suggestion.id), now), isNew: fresh.has(suggestion.id) }))
}

/** A suggestion by id or title. */
export function suggestionNamed({ analysis: { suggestions } }: Pick<Snapshot, 'analysis'>, text: string): Named<Suggestion> {
  const sought = text.trim().toLowerCase()
  const byId = suggestions.filter(({ id }) => id.toLowerCase() === sought)
  const matches = byId.length > 0 ? byId : suggestions.filter(({ title }) => title.toLowerCase() === sought)
  const [only] = matches
  if (only !== undefined && matches.length === 1) return { found: only }
  const near = suggestions.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(sought))
  const candidates = (matches.length > 0 ? matches : near.length > 0 ? near : suggestions).slice(0, 5)
    .map(({ id, title }): Candidate => ({ kind: 'suggestion', id, name: short(title, 80) }))
  const said = matches.length > 1 ? 'More than one suggestion has that title.' : 'There is no such suggestion.'
  const next = candidates.length > 0 ? 'Ask again with the id of one of the candidates.' : 'The last reading gave none: there is nothing to suggest.'
  return { unclear: { status: 'ambiguous', summary: `${said} ${next}`, candidates } }
}

/** How many are put away, in a phrase; empty where none is. */
function putAway(all: readonly Suggested[]): string {
  const hidden = ([['snoozed', 'snoozed'], ['rejected', 'rejected']] as const).flatMap(([state, word]) => {
    const number = all.filter(one => !one.isListed && one.state === state).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  return hidden.length === 0 ? '' : ` Put away: ${hidden.join(', ')}.`
}

/** What a list says of one: `returned` before `new`, nothing where neither is so. */
export function markOf({ returned, isNew, state }: Suggested): string {
  if (returned !== undefined) return `returned: ${short(returned, 200)}`
  return isNew ? 'new' : state === 'open' ? '' : state
}

/** How many suggestions there are, and which comes first. */
export function listSentence(listed: readonly Suggested[], all: readonly Suggested[]): string {
  const [first] = listed
  const fresh = listed.filter(({ isNew }) => isNew).length
  const back = listed.filter(({ returned }) => returned !== undefined).length
  const marks = [...fresh === 0 ? [] : [`${fresh} new`], ...back === 0 ? [] : [`${back} returned`]]
  const said = first === undefined ? 'There is nothing to suggest.'
    : `${count(listed.length, 'suggestion')}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}; the first: ${short(first.suggestion.title, 150)}.`
  return said + putAway(all)
}
