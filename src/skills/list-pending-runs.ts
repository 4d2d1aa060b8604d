import { Type } from 'typebox'
import { instructionsOf } from './directing.ts'
import { toRead } from './needs.ts'
import { monitorable } from './optimization.ts'
import { isQuietSince } from './quiet.ts'
import { short } from './reply.ts'
import { skill, type Ask } from './skill.ts'

/** An hour less than a day: a trigger that asks every 24 hours finds what it read the day before too old. */
const fresh = 23 * 3_600_000

/** The run that is due, with what its people declared, or none. What an agent's trigger fetches, so that a quiet day starts no run. */
export const listPendingRuns = skill({
  name: 'ListPendingRuns', path: '/runs/pending', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the run that is due, for the trigger of the agent',
  forModel: 'Only for the trigger of the Lacuna agent; it never answers a person. The list holds one run where one is due, with MonitoredObjects, ' +
    'AllowReportOnly and Instructions as the agent\'s inputs; on a quiet day it is empty.',
  prompts: [
    'Fetch the pending run for the agent trigger'
  ],
  input: Type.Object({}),
  output: Type.Array(Type.Object({
    MonitoredObjects: Type.String({ description: 'What to report: users and apps, comma-joined.' }),
    AllowReportOnly: Type.Boolean({ description: 'Whether report-only policies that are proven to change no outcome may be submitted without asking.' }),
    Instructions: Type.String({ description: 'The standing instructions of the tenant, in sentences.' })
  }), { description: 'No or one run.' }),
  async run(_input, ask) {
    const snapshot = await ask.ports.snapshot(ask.caller, ask.signal)
    const now = ask.ports.now()
    if (snapshot !== undefined && isQuietSince(snapshot, now.getTime() - fresh) && !await isAskedFor(ask)) return []
    const settings = await ask.ports.settings(ask.caller)
    const standing = snapshot === undefined ? [] : instructionsOf(snapshot, settings, now).filter(({ expired }) => !expired)
    return [{
      MonitoredObjects: monitorable.join(','), AllowReportOnly: settings.autoCreateReportOnly !== undefined,
      Instructions: short(standing.map(({ sentence }) => sentence).join(' '), 2000)
    }]
  }
})

async function isAskedFor({ ports, caller }: Ask): Promise<boolean> {
  const run = await ports.runs.underWay(caller)
  return run?.trigger === 'hand' && run.state === 'queued'
}
