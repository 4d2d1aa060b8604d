import { randomUUID } from 'node:crypto'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Drift, Finding } from '#src/domain/finding.ts'
import type { News } from '#src/domain/news.ts'
import type { Run, RunStep } from '#src/domain/run.ts'
import { objectOf, type GraphBody } from '#src/domain/write.ts'
import type { Snapshot } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant, type TenantRows } from '#src/store/in-tenant.ts'
import { appendAudit } from '#src/store/queries/audit.ts'
import { lastWrites } from '#src/store/queries/changes.ts'
import { addChunk, beginSnapshot, completeSnapshot, dropSnapshot, latestSnapshot, pruneSnapshots, type SnapshotHead } from '#src/store/queries/snapshots.ts'
import { endAccepted } from '#src/store/queries/suggestions.ts'
import { createTenantBuilder } from '#src/tenant/builder.ts'
import { isObject, objectIn, textsIn, type JsonObject } from '#src/tenant/json.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { AuthorBook } from './authors.ts'
import { driftIn, driftOf, withDrift, type DriftReading } from './drift.ts'
import { newsOf, type Reading } from './news.ts'
import type { Collect } from './ports.ts'
import { createRecorder } from './recorder.ts'
import type { Settings } from './settings.ts'
import type { Snapshots } from './snapshots.ts'

/** What runs stand on. */
export interface RunHouse {
  readonly database: Database
  readonly snapshots: Snapshots
  readonly settings: Settings
  readonly now: () => Date
}

/** One run with the identity that reads, and how it is told what it does. */
export interface Performance {
  readonly tenantId: string
  readonly run: Run
  readonly collect: Collect
  readonly signal: AbortSignal
  readonly report: (step: RunStep, done: number, total: number | null) => Promise<void>
}

/** How many snapshots of a tenant are kept. */
const history = 30

/**
 * Collects, loads, analyses and records one tenant; answers the id of the snapshot and what is new in it. What it wrote is dropped when
 * it fails.
 */
export async function perform(house: RunHouse, performance: Performance): Promise<{ snapshotId: string, news?: News }> {
  const { database, now } = house
  const { tenantId, run, signal } = performance
  signal.throwIfAborted()
  const head = { id: randomUUID(), runId: run.id, collectedAt: now().toISOString(), collectedBy: run.startedBy }
  const before = await inTenant(database, tenantId, async tenant => {
    const latest = await latestSnapshot(tenant)
    await beginSnapshot(tenant, head)
    return latest
  })
  try {
    const groups = await inTenant(database, tenantId, groupsOfChanges)
    const { tenant, authors } = await collected(house, performance, { snapshotId: head.id, groups, ...before === undefined ? {} : { since: before.collectedAt } })
    signal.throwIfAborted()
    await performance.report('analyse', 0, null)
    const analysed = await analysedWithDrift(house, tenantId, { tenant, collectedAt: head.collectedAt, authors, before: driftIn(before?.summary ?? {}) })
    signal.throwIfAborted()
    const news = before === undefined ? undefined
      : await newsSince(house, before, { tenantId, authors, now: { tenant, collectedAt: head.collectedAt, suggestions: idsOf(analysed.analysis) } })
    const found = news === undefined ? {} : { news }
    await performance.report('record', 0, null)
    await record(house, { tenantId, before }, { ...head, tenant, ...analysed, partial: tenant.unread.length > 0, ...found })
    return { snapshotId: head.id, ...found }
  } catch (error) {
    await inTenant(database, tenantId, tenant => dropSnapshot(tenant, head.id))
    throw error
  }
}

/** No policy may name them yet, or any more; changes to come, and what takes those back, can be about them. */
async function groupsOfChanges(tenant: TenantRows): Promise<string[]> {
  return (await lastWrites(tenant)).flatMap(({ kind, objectId, target, body, before }) => {
    if (objectOf(kind) === 'group') return kind === 'deleteGroup' ? [] : objectId ?? target ?? []
    return [body, before].flatMap(policyUsers).flatMap(users => [...textsIn(users, 'includeGroups'), ...textsIn(users, 'excludeGroups')])
  })
}

function policyUsers(body: GraphBody | null): JsonObject[] {
  const conditions = body?.['conditions']
  const users = isObject(conditions) ? objectIn(conditions, 'users') : null
  return users === null ? [] : [users]
}

async function analysedWithDrift({ database }: RunHouse, tenantId: string, { tenant, ...reading }: Omit<DriftReading, 'compiled'> & { readonly tenant: Tenant }) {
  const { compiled, analysis } = analyseTenant(tenant)
  const changes = await inTenant(database, tenantId, lastWrites)
  return { compiled, analysis: withDrift(analysis, driftOf(changes, { ...reading, compiled })) }
}

function driftFound({ findings }: Analysis): Finding[] {
  return findings.filter(({ kind }) => kind === 'drift')
}

function idsOf({ suggestions }: Analysis): string[] {
  return suggestions.map(({ id }) => id)
}

async function newsSince({ snapshots }: RunHouse, before: SnapshotHead,
  { tenantId, authors, now }: { readonly tenantId: string, readonly authors: AuthorBook, readonly now: Reading }): Promise<News> {
  const suggested = before.summary['suggested']
  const suggestions = Array.isArray(suggested) ? suggested.filter(id => typeof id === 'string') : undefined
  return newsOf({ tenant: await snapshots.tenantOf(tenantId, before), collectedAt: before.collectedAt, suggestions }, now, authors)
}

/** Reads the tenant, keeping what is read as it comes. */
async function collected({ database, now, settings }: RunHouse, { tenantId, collect, signal, report }: Performance,
  { snapshotId, ...asked }: { readonly snapshotId: string, readonly groups: readonly string[], readonly since?: string }): Promise<{ tenant: Tenant, authors: AuthorBook }> {
  const declared = await settings.of(tenantId)
  const builder = createTenantBuilder()
  const recorder = createRecorder(chunk => inTenant(database, tenantId, tenant => addChunk(tenant, snapshotId, chunk)))
  const authors = new AuthorBook()
  const counts = new Map<string, number>()
  const onProgress = ({ part, done }: { part: string, done: number }): void => void counts.set(part, done)
  await report('collect', 0, null)
  for await (const entry of collect({ signal, settings: declared, now, onProgress, ...asked })) {
    await recorder.add(entry)
    authors.take(entry)
    if (entry.value === undefined) builder.begin(entry.collection)
    else builder.add(entry.collection, entry.value)
    await report('collect', [...counts.values()].reduce((sum, count) => sum + count, 0), null)
  }
  await recorder.finish()
  await report('load', 0, null)
  builder.add('settings', declared)
  return { tenant: builder.finish(), authors }
}

async function record({ database, snapshots, settings, now }: RunHouse,
  { tenantId, before }: { readonly tenantId: string, readonly before: SnapshotHead | undefined }, snapshot: Snapshot): Promise<void> {
  const known = new Set(driftIn(before?.summary ?? {}).map(({ id }) => id))
  await inTenant(database, tenantId, async tenant => {
    await completeSnapshot(tenant, snapshot.id, { partial: snapshot.partial, summary: summaryOf(snapshot) })
    if (!snapshot.partial) await endAccepted(tenant, idsOf(snapshot.analysis))
    await pruneSnapshots(tenant, history)
    for (const { id, drift } of driftFound(snapshot.analysis)) {
      if (drift !== undefined && !known.has(id)) await appendAudit(tenant, { at: now(), actor: 'lacuna', action: 'drift', subject: `change ${drift.change}`, detail: detailOf(id, drift) })
    }
  })
  snapshots.keep(tenantId, await settings.of(tenantId), snapshot)
}

/** Who it was is a name, and stays out of the trail. */
function detailOf(finding: string, { object, objectId, stands, at, differences }: Drift): Record<string, unknown> {
  return { finding, object, objectId, stands, at, members: differences.map(({ member }) => member) }
}

function summaryOf({ analysis, news }: Snapshot): Record<string, unknown> {
  const { tenant, requirements, findings, suggestions } = analysis
  return {
    users: tenant.users, apps: tenant.apps, policies: tenant.policies, findings: findings.length, suggestions: suggestions.length,
    requirements: Object.fromEntries(requirements.map(({ id, status, uncoveredUsers }) => [id, { status, uncoveredUsers: uncoveredUsers.count }])),
    suggested: idsOf(analysis), drift: driftFound(analysis), ...news === undefined ? {} : { news }
  }
}
