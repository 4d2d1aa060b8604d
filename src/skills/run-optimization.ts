import { Type } from 'typebox'
import { toRead } from './needs.ts'
import { monitorable, optimizationMembers, optimizationSentence, optimizationWords, runWords } from './optimization.ts'
import { asOf, fromSnapshot, ok, plain, type PlainReply, replyOf } from './reply.ts'
import { skill, type Ask } from './skill.ts'

const patience = 18_000

/** Reads the tenant on the caller's behalf and analyses all of it. */
export const runOptimization = skill({
  name: 'RunOptimization', path: '/runs', method: 'POST', effect: 'read', needs: toRead,
  summary: 'Read the tenant and analyse its Conditional Access',
  forModel: 'Use first, when the policies are to be optimized or reviewed, or when an answer is too old. Reads the tenant and ' +
    'judges every requirement. Answers within 20 seconds: finished, or running with a runId for GetRun and what the last ' +
    'reading says. It changes nothing in the tenant.',
  prompts: ['Optimize our Conditional Access policies', 'Are there gaps in our Conditional Access since yesterday?'],
  input: Type.Object({
    monitored: Type.Optional(Type.String({ maxLength: 100,
      description: 'What to report: users, apps, or both comma-joined; both unless told.' })),
    since: Type.Optional(Type.String({ format: 'date-time',
      description: 'A reading of the tenant no older than this time is good enough; it is then not read again.' }))
  }),
  output: replyOf(optimizationMembers),
  async run({ monitored, since }, ask) {
    const watched = (monitored ?? monitorable.join(',')).toLowerCase().split(',').map(part => part.trim())
    const unknown = watched.find(name => !monitorable.some(known => known === name))
    if (unknown !== undefined) return plain('refused', 'Only users and apps can be monitored; give one, or both comma-joined.')
    if (since !== undefined && await isFresh(ask, since)) return standing(ask, watched)
    const started = await ask.ports.runs.start(ask.caller, 'skill')
    const run = await ask.ports.runs.settled(ask.caller, started.id, { milliseconds: patience, signal: ask.signal }) ?? started
    const last = await standing(ask, watched)
    if (run.state === 'finished') return { ...last, ...runWords(run) }
    const isOver = run.state === 'failed' || run.state === 'cancelled'
    const said = isOver ? `The run has ${run.state === 'failed' ? 'failed' : 'been cancelled'}.` : 'The run goes on; ask for it with GetRun.'
    return { ...last, status: ok, summary: last.status === 'ok' ? `${said} The last reading: ${last.summary}` : said, ...runWords(run) }
  }
})

async function isFresh({ ports, caller, signal }: Ask, since: string): Promise<boolean> {
  const snapshot = await ports.snapshot(caller, signal)
  return snapshot !== undefined && Date.parse(snapshot.collectedAt) >= Date.parse(since)
}

async function standing(ask: Ask, watched: readonly string[]): Promise<PlainReply & Partial<ReturnType<typeof optimizationWords>>> {
  return fromSnapshot(ask, snapshot => {
    const words = optimizationWords(snapshot, watched)
    return { status: ok, summary: optimizationSentence(words), ...words, asOf: asOf(snapshot, ask.ports.now()) }
  })
}
