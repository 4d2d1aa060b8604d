import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { optimizationMembers, optimizationSentence, optimizationWords, runWords } from './optimization.ts'
import { asOf, ok, plain, replyOf } from './reply.ts'
import { skill } from './skill.ts'

/** How one run stands, and what it found once it is finished. */
export const getRun = skill({
  name: 'GetRun', path: '/runs/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell how a run of the optimization stands',
  forModel: 'Use with the runId that RunOptimization answered while it was still running. Answers the progress, or the result once ' +
    'it is finished. It changes nothing.',
  prompts: ['Is the optimization finished?', 'How far is the run?'],
  input: Type.Object({ run: Type.String({ minLength: 1, maxLength: 100, description: 'Run id from RunOptimization.' }) }),
  output: replyOf(optimizationMembers),
  async run(input, { ports, caller, signal }) {
    const run = await ports.runs.get(caller, input.run)
    if (run === undefined) return plain('notFound', 'There is no such run. Run the optimization.')
    const words = runWords(run)
    const snapshot = run.state === 'finished' ? await ports.snapshot(caller, signal) : undefined
    if (snapshot === undefined) return { status: ok, summary: `The run is ${run.state}: ${words.progress}.`, ...words }
    const found = optimizationWords(snapshot)
    return { status: ok, summary: `The run is finished. ${optimizationSentence(found)}`, ...words, ...found,
      asOf: asOf(snapshot, ports.now()) }
  }
})
