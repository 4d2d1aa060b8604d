import { Type } from 'typebox'
import { changeMembers, changeSentence, changeWords } from './change-words.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { personOf } from './names.ts'
import { toRead } from './needs.ts'
import { ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** Where one change stands. */
export const getChange = skill({
  name: 'GetChange', path: '/changes/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell the state and details of one submitted change',
  forModel: 'Use when asked about one change request: its status, state and outcome, how it stands; its contents (what exactly it alters); who was the ' +
    'submitter; its justification and the ticket attached (CHG number); whose signature or second approval is missing, how long it has waited; why it ' +
    'failed or was turned down, and what comment or remark was left on it; the reason why it is stale; its expiry, and whether it lapsed or is still valid; ' +
    'whether it was carried out, is live, in force or effect, applied, verified or undone, and at what time; its link, the page where a person decides. For ' +
    'several use ListChanges.',
  prompts: [
    'What became of the change I just submitted or handed in? Has the change been approved yet? Who approved the guest change? When does my request expire? ' +
      'Give me the link to the change.',
    'How many approvals does it still need? Why is my change stale? Is it applied in the tenant by now? Did the admin policy change get through? Who must ' +
      'still approve the merge?'
  ],
  input: Type.Object({ change: Type.String({ minLength: 1, maxLength: 100,
    description: 'Change id from SubmitChangeForApproval or ListChanges.' }) }),
  output: replyOf({
    ...changeMembers, ...effectMembers, submittedBy: Type.String({ description: 'User principal name, or the object id.' }), justification: Type.String(), ticket: Type.String(),
    decisions: Type.Array(Type.Object({ by: Type.String(), at: Type.String(), decision: Type.String(), comment: Type.Optional(Type.String()) }), { description: 'Oldest first.' })
  }),
  async run(input, { ports, caller }) {
    const change = await ports.changes.get(caller, input.change)
    if (change === undefined) return plain('notFound', 'There is no such change. List the changes to find it.')
    const tenant = await ports.directory(caller)
    return {
      status: ok, summary: changeSentence(change), ...changeWords(change, ports), ...effectWords(change), submittedBy: personOf(tenant, change.submittedBy),
      justification: short(change.justification, 300), ...change.ticket === null ? {} : { ticket: short(change.ticket) },
      decisions: change.decisions.map(({ by, at, decision, comment }) =>
        ({ by: personOf(tenant, by), at, decision, ...comment === null ? {} : { comment: short(comment, 200) } }))
    }
  }
})
