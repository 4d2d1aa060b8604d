import { Type } from 'typebox'
import { answerKinds, type Answer, type Feedback } from '#src/domain/feedback.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { literals } from '#src/domain/schema.ts'
import { toDraft } from './needs.ts'
import { fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { suggestionInput, suggestionNamed } from './suggested.ts'

/** Keeps what a person says of a suggestion. It changes no policy and no setting. */
export const respondToSuggestion = skill({
  name: 'RespondToSuggestion', path: '/suggestions/answers', method: 'POST', effect: 'propose', needs: toDraft,
  summary: 'Snooze, decline, accept, review, annotate or reopen one suggestion',
  forModel: 'Use only when asked to record the person\'s answer to one suggestion. Snooze: hide, postpone, defer, park, or put it off or aside for two ' +
    'weeks, a month or until next quarter; unsnooze ends that. Reject: decline, dismiss, refuse, drop, turn down or close it as wrong, not wanted, handled ' +
    'elsewhere, covered by a third party product, or because the risk is accepted. Accept: agree, say yes. Reviewed: mark it as seen, looked at, ticked ' +
    'off. Note: add, set or replace a note, comment or remark, such as its owner or ticket. Reopen: take a rejection back. Nothing goes to the tenant, and ' +
    'nobody becomes an exception: a person decides that. To implement one use DraftNextStep.',
  prompts: [
    'Put that one on hold till January, but don\'t drop it. Yes, we agree with the first proposal. Add a note that the board discussed it. No, not now, ' +
      'remind me again in October.',
    'Please unsnooze that. Annotate it: waiting for a licence. Postpone it until after the freeze in March.'
  ],
  input: Type.Object({
    suggestion: suggestionInput,
    answer: literals(answerKinds, { description: 'What the person says of it.' }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'In the person\'s words.' })),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, description: 'For how long it is hidden, 14 unless told.' }))
  }),
  output: replyOf({
    suggestion: Type.String({ description: 'Suggestion id.' }), state: Type.String({ description: 'open, snoozed, rejected, accepted or reviewed.' }),
    until: Type.String({ description: 'When a snooze ends.' }), notes: Type.Integer({ description: 'Notes that people left.' })
  }),
  async run({ suggestion, answer: kind, reason, days }, ask) {
    return fromSnapshot(ask, async snapshot => {
      const named = suggestionNamed(snapshot, suggestion)
      if ('unclear' in named) return named.unclear
      const answer: Answer = { kind, ...reason === undefined ? {} : { reason }, ...days === undefined ? {} : { days } }
      const lacks = lacking(answer)
      if (lacks !== undefined) return plain('refused', lacks)
      const feedback = await ask.ports.suggestions.respond(ask.caller, named.found, answer)
      const { state, until, notes } = feedback
      return { status: ok, summary: sentence(named.found, answer, feedback), suggestion: named.found.id, state, ...until === undefined ? {} : { until }, notes: notes.length }
    })
  }
})

/** What an answer lacks, in a sentence that asks for it. */
export function lacking({ kind, reason, days }: Answer): string | undefined {
  if ((kind === 'reject' || kind === 'annotate') && (reason ?? '').trim() === '') {
    return kind === 'reject' ? 'Say why it is rejected, so that the reason can be remembered.' : 'Say what to note.'
  }
  return days !== undefined && kind !== 'snooze' ? 'Only a snooze lasts for days; leave them out or snooze it.' : undefined
}

function sentence({ title, requirement }: Suggestion, { kind }: Answer, { until, notes }: Feedback): string {
  const said: Readonly<Record<Answer['kind'], string>> = {
    snooze: `is snoozed until ${until?.slice(0, 10) ?? ''}, or until its facts change`,
    reject: 'is rejected and not listed again until its facts change',
    reviewed: 'is marked as reviewed', accept: 'is marked as accepted; it stays listed until its facts are gone',
    annotate: `has a new note; it has ${notes.length} in all`, reopen: 'is open again'
  }
  const stays = kind === 'reject' && requirement !== undefined
    ? ` The people whom it is about still count as not covered by ${requirement}: only a person with a deciding client can accept them as an exception.` : ''
  return `"${short(title)}" ${said[kind]}.${stays}`
}
