import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { optimizationMembers, optimizationSentence, optimizationWords, runTimes, runWords } from './optimization.ts'
import { asOf, ok, plain, replyOf } from './reply.ts'
import { skill } from './skill.ts'

/** How one run stands, and what it found once it is finished. */
export const getRun = skill({
  name: 'GetRun', path: '/runs/status', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell how a run is going or went: its status, progress, errors and outcome',
  forModel: 'Use to check, by run id, on a run (scan, analysis, optimization) that has been launched, triggered or started earlier or overnight: how far ' +
    'along it is, the percentage and the time left or remaining; whether it has really begun, is still waiting, seems to hang or is stuck at the same point ' +
    'for hours, ended, was successful, interrupted or partial. Answers its state (queued, running, finished, failed or cancelled), its current stage, phase ' +
    'or step, who started it, when, its duration, the error and, when finished, the result: what came out of it. It starts nothing; for that use ' +
    'RunOptimization.',
  prompts: [
    'Is the scan done yet? Did the nightly run complete? Is my analysis ready now? Has the run failed? Did it read the whole, or skip any part?',
    'How much longer will it take? I set it off ten minutes ago, is it half way or through already? Give me the outcome of the latest run. How many objects ' +
      'did this morning\'s run process? What did the last run find, produce or turn up?'
  ],
  input: Type.Object({ run: Type.String({ minLength: 1, maxLength: 100, description: 'The runId that RunOptimization answered.' }) }),
  output: replyOf(optimizationMembers),
  async run(input, { ports, caller, signal }) {
    const run = await ports.runs.get(caller, input.run)
    if (run === undefined) return plain('notFound', 'There is no such run. Run the optimization.')
    const snapshot = await ports.snapshot(caller, signal)
    const words = { ...runWords(run), ...runTimes(run, snapshot?.tenant) }
    if (snapshot === undefined || run.state !== 'finished') return { status: ok, summary: `The run is ${run.state}: ${words.progress}.`, ...words }
    const found = optimizationWords(snapshot)
    return { status: ok, summary: `The run is finished. ${optimizationSentence(found)}`, ...words, ...found,
      asOf: asOf(snapshot, ports.now()) }
  }
})
