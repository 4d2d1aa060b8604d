import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { monitorable, optimizationMembers, optimizationSentence, optimizationWords, runWords } from './optimization.ts'
import { isQuietSince, sinceOf } from './quiet.ts'
import { asOf, fromSnapshot, ok, plain, type PlainReply, replyOf } from './reply.ts'
import { skill, type Ask } from './skill.ts'

const patience = 18_000

/** Reads the tenant on the caller's behalf and analyses all of it. */
export const runOptimization = skill({
  name: 'RunOptimization', path: '/runs', method: 'POST', effect: 'read', needs: toRead,
  summary: 'Start a full scan and analysis of the whole Conditional Access now',
  forModel: 'Use to run, begin, launch, trigger or kick off a new optimization (optimisation), pass, round, review, assessment or thorough check-up, or to ' +
    'redo, rerun, repeat or restart one that failed or broke off; daily, weekly, monthly, quarterly or before an audit. Re-reads the whole tenant from ' +
    'scratch, rechecks and reassesses everything anew, for users, apps or both, and tells what is new since the previous analysis. Answers: finished, or ' +
    'running (one under way, too) with a runId for GetRun. For known results use ListRequirements or ListSuggestions.',
  prompts: [
    'We need another analysis, please rescan our tenant. Refresh the stale, outdated data and recompute everything, I don\'t want cached or old ones. Start ' +
      'a fresh scan. Reanalyse the entire company after this morning\'s changes.',
    'Analyze only users and leave the applications out. Accounts were added last night, so go over it all again. Could you take a fresh look? We\'ve just ' +
      'been onboarded, so carry out the first complete analysis.'
  ],
  input: Type.Object({
    monitored: Type.Optional(Type.String({ maxLength: 100,
      description: 'What to report: users, apps, or both comma-joined; both unless told.' })),
    since: Type.Optional(Type.String({ maxLength: 40,
      description: 'A reading no older than this is good enough: hours such as 12h, or a time. Where nothing is new since then, one sentence is answered.' }))
  }),
  output: replyOf(optimizationMembers),
  async run({ monitored, since }, ask) {
    const watched = (monitored ?? monitorable.join(',')).toLowerCase().split(',').map(part => part.trim())
    const unknown = watched.find(name => !monitorable.some(known => known === name))
    if (unknown !== undefined) return plain('refused', 'Only users and apps can be monitored; give one, or both comma-joined.')
    const moment = since === undefined ? undefined : sinceOf(since, ask.ports.now())
    if (Number.isNaN(moment)) return plain('refused', 'Give `since` as hours such as 12h, or as a date with time.')
    if (moment !== undefined && await isFresh(ask, moment)) return await quiet(ask, moment) ?? standing(ask, watched)
    const started = await ask.ports.runs.start(ask.caller, 'skill')
    const run = await ask.ports.runs.settled(ask.caller, started.id, { milliseconds: patience, signal: ask.signal }) ?? started
    const nothingNew = run.state === 'finished' && moment !== undefined ? await quiet(ask, moment) : undefined
    if (nothingNew !== undefined) return nothingNew
    const last = await standing(ask, watched)
    if (run.state === 'finished') return { ...last, ...runWords(run) }
    const isOver = run.state === 'failed' || run.state === 'cancelled'
    const said = isOver ? `The run has ${run.state === 'failed' ? 'failed' : 'been cancelled'}.` : 'The run goes on; ask for it with GetRun.'
    return { ...last, status: ok, summary: last.status === 'ok' ? `${said} The last reading: ${last.summary}` : said, ...runWords(run) }
  }
})

async function isFresh({ ports, caller, signal }: Ask, moment: number): Promise<boolean> {
  const snapshot = await ports.snapshot(caller, signal)
  return snapshot !== undefined && Date.parse(snapshot.collectedAt) >= moment
}

/** One sentence where it is proven that nothing was new: what a day without news costs. */
async function quiet({ ports, caller, signal }: Ask, moment: number): Promise<{ status: typeof ok, summary: string, state: string } | undefined> {
  const snapshot = await ports.snapshot(caller, signal)
  if (snapshot?.news === undefined || !isQuietSince(snapshot, moment)) return undefined
  return { status: ok, summary: `Nothing new since ${snapshot.news.since.slice(0, 16)}: ${optimizationSentence(optimizationWords(snapshot))}`, state: 'finished' }
}

async function standing(ask: Ask, watched: readonly string[]): Promise<PlainReply & Partial<ReturnType<typeof optimizationWords>>> {
  return fromSnapshot(ask, snapshot => {
    const words = optimizationWords(snapshot, watched)
    return { status: ok, summary: optimizationSentence(words), ...words, asOf: asOf(snapshot, ask.ports.now()) }
  })
}
