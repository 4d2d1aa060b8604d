import { answered } from '#src/advisor/remembered.ts'
import type { Ports } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { addNote, feedbackToChange, readFeedback, writeFeedback } from '#src/store/queries/suggestions.ts'

const day = 86_400_000

/** What people say of suggestions, kept for each tenant; each answer is in the trail. */
export function createSuggestionPort(database: Database, now: () => Date): Ports['suggestions'] {
  return {
    feedback: ({ operator }) => inTenant(database, operator.tid, readFeedback),
    respond: ({ operator: { tid, oid } }, suggestion, answer) => inTenant(database, tid, async tenant => {
      const at = now()
      const before = await feedbackToChange(tenant, suggestion.id)
      const { feedback, note } = answered(suggestion, before, answer, { author: oid, at: at.toISOString(), later: days => new Date(at.getTime() + days * day).toISOString() })
      await writeFeedback(tenant, feedback)
      if (note !== undefined) await addNote(tenant, suggestion.id, { ...note, position: feedback.notes.length })
      await appendAudit(tenant, { at, actor: oid, action: answer.kind, subject: `suggestion ${suggestion.id}`, detail: { state: feedback.state } })
      return note === undefined ? feedback : { ...feedback, notes: [...feedback.notes, note] }
    })
  }
}
