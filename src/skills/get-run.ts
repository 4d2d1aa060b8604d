import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { optimizationMembers, optimizationSentence, optimizationWords, runWords } from './optimization.ts'
import { asOf, ok, plain, replyOf } from './reply.ts'
import { skill } from './skill.ts'

/** How one run stands, and what it found once it is finished. */
export const getRun = skill({
  name: 'GetRun', path: '/runs/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell the status of a run of the optimization',
  forModel: 'Use to look up or check on a run (scan or analysis) that is under way or over, by its run id: its status and progress, whether the run is done, ' +
    'complete, still running, stuck, failed or cancelled, at which step it is and how far. When the run is finished, the result comes with it: what it found ' +
    'and how many requirements are met. To begin a new run use RunOptimization.',
  prompts: ['Is the optimization finished yet? Has the scan failed, or is it through?',
    'Did the run find anything? When will the run be complete, and why does it take so long?',
    'What was the outcome of the run, and how did it go? Show me the result that the run found',
    'I started an analysis some minutes ago, how is it doing? Which state is the run in?', 'Are you done with analysing?'],
  input: Type.Object({ run: Type.String({ minLength: 1, maxLength: 100, description: 'The runId that RunOptimization answered.' }) }),
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
