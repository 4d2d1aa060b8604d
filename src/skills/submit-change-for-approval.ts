import { Type } from 'typebox'
import { overrides } from '#src/domain/change.ts'
import { literals } from '#src/domain/schema.ts'
import { changeMembers, changeSentence, changeWords } from './change-words.ts'
import { toSubmit } from './needs.ts'
import { ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** Submits a draft so that a person can approve it. Nothing is written to the tenant before that. */
export const submitChangeForApproval = skill({
  name: 'SubmitChangeForApproval', path: '/changes', method: 'POST', effect: 'propose', needs: toSubmit,
  summary: 'Submit a draft for approval by a person',
  forModel: 'Use only when the person asks to submit a draft, to send, hand in, pass on or file the draft for approval, or to turn it into a change request. ' +
    'Freezes the draft, with its justification and ticket, and answers the link where a person decides. It approves nothing, and nothing is written before ' +
    'that.',
  prompts: ['The draft is good, go ahead and submit it. We are happy with it, submit it',
    'Make a change of the draft, which someone can approve. Yes, submit it under our ticket',
    'Submit the draft, the reason is an audit finding. Forward the draft to whoever decides',
    'We want this draft live, start the approval. Proceed to submission'],
  input: Type.Object({
    draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy.' }),
    justification: Type.String({ minLength: 1, maxLength: 2000, description: 'Why the change is needed, for the person who decides.' }),
    ticket: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Ticket or incident number.' })),
    override: Type.Optional(literals(overrides, { description: 'Only if the person insists although the lockout check is not passed: lockout. Two people must then approve.' }))
  }),
  output: replyOf({ existing: Type.Boolean({ description: 'Whether the same submission was there already.' }), reason: Type.String(),
    ...changeMembers }),
  async run({ draft, justification, ticket, override }, { ports, caller }) {
    const answer = await ports.changes.submit(caller, { draftId: draft, justification, ticket: ticket ?? null, override: override ?? null })
    if ('refused' in answer) return { ...plain('refused', `The draft was not submitted: ${short(answer.detail, 300)}.`),
      reason: answer.refused }
    const { change, existing } = answer
    const said = existing ? 'This was submitted before. ' : ''
    return { status: ok, summary: `${said}${changeSentence(change)} Decide at ${ports.changes.link(change.id)}`, existing,
      ...changeWords(change, ports) }
  }
})
