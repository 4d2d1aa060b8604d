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
  forModel: 'Use only to submit a draft, when told so: to hand in, turn in, send, put forward, pass along, present, file, lodge or enter the draft for ' +
    'approval, sign-off, consent, authorisation or a decision. Freezes the draft with its justification or reason and a ticket as reference, and answers ' +
    'the link for them. It approves nothing itself, and nothing reaches the tenant until a person decides. To look at a draft use PreviewChange.',
  prompts: [
    'Yes, submit it. The draft is fine, so please go ahead. Hand in the draft as urgent, because of a phishing incident or attack. Send it to the CISO for ' +
      'consent. Looks good, so let the board decide.',
    'Start the process, editing is done. Resubmit it in place of the stale one. Get the draft in front of the CAB. Hand it in again, the earlier request ' +
      'expired. Make the draft a change request, with our ticket. Give us the link for the decision.'
  ],
  input: Type.Object({
    draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy.' }),
    justification: Type.String({ minLength: 1, maxLength: 2000, description: 'Reason, for whoever decides.' }),
    ticket: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Its number.' })),
    override: Type.Optional(literals(overrides, { description: 'Only if the person insists although emergency accounts or administrators may be shut out. Two people must then approve.' }))
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
