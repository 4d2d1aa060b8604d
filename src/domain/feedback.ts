import { Type, type Static } from 'typebox'
import { literals } from './schema.ts'

export const feedbackStates = ['open', 'snoozed', 'rejected', 'accepted', 'reviewed'] as const

/** What a person may say of a suggestion; `reopen` takes back what was said before. */
export const answerKinds = ['snooze', 'reviewed', 'annotate', 'reject', 'accept', 'reopen'] as const

/** What somebody wrote beside a suggestion. Notes are kept in the order in which they came, and none is ever changed. */
export const Note = Type.Object({
  text: Type.String(), author: Type.String({ description: 'Object id.' }), at: Type.String()
})

/** What people said of a suggestion, and the material facts as they were then. */
export const Feedback = Type.Object({
  suggestion: Type.String({ description: 'Suggestion id.' }), state: literals(feedbackStates),
  until: Type.Optional(Type.String({ description: 'When the snooze ends.' })), reason: Type.Optional(Type.String()),
  author: Type.String({ description: 'Object id of who said it.' }), at: Type.String(),
  fingerprint: Type.String({ description: 'The fingerprint of the suggestion that was seen.' }), notes: Type.Array(Note)
})

/** What somebody says of a suggestion. `days` is how long to snooze. */
export interface Answer {
  readonly kind: typeof answerKinds[number]
  readonly reason?: string
  readonly days?: number
}

export type Note = Static<typeof Note>
export type Feedback = Static<typeof Feedback>
