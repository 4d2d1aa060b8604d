import type { Answer, Feedback, Note } from '#src/domain/feedback.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'

const usualSnooze = 14

/** A suggestion in the light of what people said of it. What is not listed is known and waits. */
export interface Remembered {
  readonly suggestion: Suggestion
  readonly state: Feedback['state']
  readonly isListed: boolean
  /** Why it is back although it was put away or looked at, in a sentence. */
  readonly returned?: string
  readonly feedback?: Feedback
}

/**
 * How a suggestion stands at a time (in UTC, as ISO 8601 has it). Rejected and snoozed ones are put away until their material facts change or the snooze ends; one that
 * was accepted stays so while it is suggested at all.
 */
export function remembered(suggestion: Suggestion, feedback: Feedback | undefined, now: string): Remembered {
  if (feedback === undefined) return { suggestion, state: 'open', isListed: true }
  const { state, fingerprint, until, at } = feedback
  const changed = fingerprint !== suggestion.fingerprint
  const ended = state === 'snoozed' && until !== undefined && until <= now
  if (state === 'open' || state === 'accepted' || !(changed || ended)) {
    return { suggestion, feedback, state, isListed: state !== 'snoozed' && state !== 'rejected' }
  }
  const said = `It was ${words[state]} on ${at.slice(0, 10)}${feedback.reason === undefined ? '' : ` (${feedback.reason})`}`
  const why = changed ? `, and the facts have changed: ${changeWords(fingerprint, suggestion.fingerprint)}.` : `; the snooze ended on ${until?.slice(0, 10) ?? ''} and the facts are the same.`
  return { suggestion, feedback, state: 'open', isListed: true, returned: said + why }
}

const words = { snoozed: 'snoozed', rejected: 'rejected', reviewed: 'reviewed' } as const

/** What differs between two fingerprints, each a list of facts in words. */
function changeWords(before: string, after: string): string {
  const [old, now] = [factsIn(before), factsIn(after)]
  const gone = old.filter(fact => !now.includes(fact))
  const come = now.filter(fact => !old.includes(fact))
  return [...gone.length === 0 ? [] : [`before: ${gone.join(', ')}`], ...come.length === 0 ? [] : [`now: ${come.join(', ')}`]].join('; ')
}

function factsIn(fingerprint: string): string[] {
  return fingerprint.split(/[;\n]/).map(fact => fact.trim()).filter(fact => fact !== '')
}

/** Who says something, when, and what the time is some days later. */
interface Saying {
  readonly author: string
  readonly at: string
  readonly later: (days: number) => string
}

/** What is said of a suggestion after an answer, and the note that the answer leaves. */
export function answered(suggestion: Pick<Suggestion, 'id' | 'fingerprint'>, before: Feedback | undefined, { kind, reason, days }: Answer,
  { author, at, later }: Saying): { feedback: Feedback, note?: Note } {
  const now = { suggestion: suggestion.id, author, at, fingerprint: suggestion.fingerprint, notes: before?.notes ?? [] }
  if (kind === 'annotate') {
    return { feedback: before ?? { ...now, state: 'open' }, ...reason === undefined ? {} : { note: { text: reason, author, at } } }
  }
  const told = reason === undefined ? {} : { reason }
  if (kind !== 'snooze') return { feedback: { ...now, ...told, state: states[kind] } }
  return { feedback: { ...now, ...told, state: 'snoozed', until: later(days ?? usualSnooze) } }
}

const states = { reviewed: 'reviewed', reject: 'rejected', accept: 'accepted', reopen: 'open' } as const
