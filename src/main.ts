import { setTimeout as wait } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { createChangePort, createDecidingPort } from '#src/changes/change-port.ts'
import { createPlanPort } from '#src/changes/plans.ts'
import { createDraftPort } from '#src/changes/draft-port.ts'
import { createChangeWorkers, resumeChanges } from '#src/changes/workers.ts'
import { readConfig } from '#src/config.ts'
import { createChangeGraph } from '#src/graph/change-graph.ts'
import { createConnect } from '#src/graph/connect.ts'
import { createPace } from '#src/graph/pace.ts'
import { realTiming } from '#src/graph/timing.ts'
import { createIdentity } from '#src/graph/token.ts'
import { buildApp } from '#src/http/app.ts'
import { createVerifier } from '#src/http/authentication.ts'
import { createCursors } from '#src/http/cursors.ts'
import { createRecount } from '#src/runs/recount.ts'
import { createRuns } from '#src/runs/run-port.ts'
import { createOptimizeWorker, scheduleRuns } from '#src/runs/schedule.ts'
import { createSettings } from '#src/runs/settings.ts'
import { createSnapshots } from '#src/runs/snapshots.ts'
import { createSuggestionPort } from '#src/runs/suggestion-port.ts'
import { createAuditTrail } from '#src/store/audit-trail.ts'
import { openDatabase } from '#src/store/database.ts'
import { startJobs } from '#src/store/jobs.ts'
import { createKeptAnswers } from '#src/store/kept-answers.ts'
import { createSeal } from '#src/store/seal.ts'
import { createUsageLedger } from '#src/store/usage-ledger.ts'

const { identity, schedule, ...config } = readConfig()
if (identity === undefined) throw new Error('the service has no identity; set `TENANTS`, `CLIENT_ID`, `CLIENT_SECRET` and `ENCRYPTION_KEY`')
const { tenants, clientId, authority, encryptionKey } = identity

const log = pino({ level: config.logLevel })
const now = (): Date => new Date()
const hasOwnIdentity = schedule === 'application'

const database = await openDatabase(config.databaseUrl, { migrate: true })
const connection = { identity: createIdentity(identity), pace: createPace(realTiming) }
const settings = createSettings(database, now, config.namingConvention === undefined ? {} : { namingConvention: config.namingConvention })
const snapshots = createSnapshots(database, settings)
const audit = createAuditTrail(database)
const usage = createUsageLedger(database, { budgets: config.tokenBudgets, now, onError: err => log.error({ err }, 'the ledger of tokens failed') })
const publishHead = async (tenantId: string): Promise<void> => log.info(await audit.head(tenantId), 'the audit trail')
const runs = createRuns({
  database, snapshots, settings, now, connect: createConnect(connection), onFinished: publishHead,
  onError: (err, runId) => log.error({ err, runId }, 'run failed')
})
const workflow = {
  database, seal: createSeal(encryptionKey), graph: createChangeGraph(connection, { ownReader: hasOwnIdentity }),
  clock: { now, wait: (milliseconds: number, signal: AbortSignal) => wait(milliseconds, undefined, { signal }) },
  standing: async (tenantId: string) => (await settings.of(tenantId)).autoCreateReportOnly, recount: createRecount({ snapshots, now }),
  rules: { selfApproval: config.approvals.bySubmitter, approvalsNeeded: config.approvals.needed }
}

const app = await buildApp({
  ports: {
    now, snapshot: ({ operator }) => snapshots.latest(operator.tid), directory: async ({ operator }) => (await snapshots.latest(operator.tid))?.tenant,
    drafts: createDraftPort(database, now),
    changes: createChangePort(workflow, id => `${config.publicUrl}/v1/changes/${id}`), plans: createPlanPort(workflow), runs,
    suggestions: createSuggestionPort(database, now), settings: settings.declared, audit, usage,
    cursors: createCursors(encryptionKey)
  },
  deciding: { ...createDecidingPort(workflow), declare: settings.declare, remember: settings.remember },
  idempotency: createKeptAnswers(database, now),
  verifier: createVerifier({ tenants, audience: clientId, authority }),
  rules: { clients: config.deciding.clients, guests: config.deciding.guests, ...config.deciding.context === undefined ? {} : { context: config.deciding.context } },
  documents: { publicUrl: config.publicUrl, authority, audience: clientId, ...tenants.length === 1 ? { tenant: tenants[0] } : {} },
  log: { level: config.logLevel }, trustProxy: config.trustProxy, rateLimit: 600,
  ready: () => Promise.all(tenants.map(tenantId => settings.of(tenantId))).then(() => true, () => false)
})
app.addHook('onClose', async () => {
  await runs.close()
  await usage.settled()
  for (const tenantId of tenants) await publishHead(tenantId)
  await database.close()
})

closeWithGrace({ delay: 15_000 }, async ({ err }) => {
  if (err !== undefined) log.fatal({ err }, 'the service ends because of an error')
  await app.close()
})

await startJobs(database, { ...createChangeWorkers(workflow), optimize: createOptimizeWorker(runs, clientId) }, err => log.error({ err }, 'a job failed'))
await scheduleRuns(database, tenants, schedule)
if (!hasOwnIdentity) log.warn('scheduled runs are not activated: no identity is configured for them (`SCHEDULE`)')
for (const tenantId of tenants) await resumeChanges(workflow, tenantId)
await app.listen({ port: config.port, host: config.host })
