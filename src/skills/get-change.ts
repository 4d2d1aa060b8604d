import { Type } from 'typebox'
import { changeMembers, changeSentence, changeWords } from './change-words.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { toRead } from './needs.ts'
import { ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** Where one change stands. */
export const getChange = skill({
  name: 'GetChange', path: '/changes/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell where a change stands',
  forModel: 'Use when asked whether a submitted change is approved, applied or verified. It changes nothing and decides nothing.',
  prompts: ['Has the submitted change been approved?', 'Where does the change stand?'],
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
