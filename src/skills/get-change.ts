import { Type } from 'typebox'
import { changeMembers, changeSentence, changeWords } from './change-words.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { toRead } from './needs.ts'
import { ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** Where one change stands. */
export const getChange = skill({
  name: 'GetChange', path: '/changes/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell where one submitted change stands',
  forModel: 'Use to follow up on one change that was submitted: whether the change has been approved or rejected by now, has reached the tenant (applied, ' +
    'verified), why the change failed or is stale, what happened to it last, how many approvals it still needs, when the change expires, and the link where ' +
    'a person decides. For several use ListChanges.',
  prompts: ['Has the submitted change been approved yet? Was the change turned down?',
    'Is the change applied, and was it verified? What is the status of our change?', 'When does this change expire? Did somebody reject my change, and why?',
    'Why is the change stale? Who signed off on that change, and when?', 'What became of the request that I handed in? Was it written to the tenant?',
    'Has the change been applied? Is the change live already?', 'How long until my change runs out? Give me the approval link for that change again',
    'Is that change done? Where does my change stand?'],
  input: Type.Object({ change: Type.String({ minLength: 1, maxLength: 100,
    description: 'Change id from SubmitChangeForApproval or ListChanges.' }) }),
  output: replyOf({ ...changeMembers, ...effectMembers, justification: Type.String() }),
  async run(input, { ports, caller }) {
    const change = await ports.changes.get(caller, input.change)
    if (change === undefined) return plain('notFound', 'There is no such change. List the changes to find it.')
    return {
      status: ok, summary: changeSentence(change), ...changeWords(change, ports), ...effectWords(change),
      justification: short(change.justification, 300)
    }
  }
})
