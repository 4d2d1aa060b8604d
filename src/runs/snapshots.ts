import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip, gunzip, gzip } from 'node:zlib'
import { Value } from 'typebox/value'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { News } from '#src/domain/news.ts'
import type { TenantSettings } from '#src/domain/settings.ts'
import type { Snapshot } from '#src/skills/ports.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { keepReread, latestSnapshot, readChunks, readReread, type SnapshotHead } from '#src/store/queries/snapshots.ts'
import { createTenantBuilder } from '#src/tenant/builder.ts'
import { readTenantStream } from '#src/tenant/json-stream.ts'
import { State, withState } from '#src/tenant/reread.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { driftIn, stillIn, withDrift } from './drift.ts'
import type { Settings } from './settings.ts'

const [compress, decompress] = [promisify(gzip), promisify(gunzip)]

/** The latest snapshot of each tenant, loaded and analysed once and kept in memory while it is the latest. */
export interface Snapshots {
  /** The latest complete snapshot, or undefined while there is none. */
  latest(tenantId: string): Promise<Snapshot | undefined>
  /** Keeps one that was analysed here just now, so that it is not read back. */
  keep(tenantId: string, settings: TenantSettings, snapshot: Snapshot): void
  /** Puts policies and locations that were read again, at a time, in the place of the latest snapshot's own; answers it before and after. */
  reread(tenantId: string, again: { readonly at: string, readonly state: State }): Promise<{ readonly before: Snapshot, readonly after: Snapshot } | undefined>
  /** The tenant of a stored snapshot as it was collected: the one that is in memory, or read back without judging it. */
  tenantOf(tenantId: string, head: SnapshotHead): Promise<Tenant>
}

interface Kept {
  readonly key: string
  readonly snapshot: Promise<Snapshot>
}

/** A snapshot is judged by the settings that hold now, not by those of the time it was read. */
function keyOf(head: { readonly id: string, readonly rereadAt?: string }, settings: TenantSettings): string {
  return `${head.id} ${head.rereadAt ?? ''} ${JSON.stringify(settings)}`
}

/** When its policies and locations were read again, after a change. */
function rereadAt({ id, summary }: SnapshotHead): { readonly id: string, readonly rereadAt?: string } {
  const at = summary['rereadAt']
  return typeof at === 'string' ? { id, rereadAt: at } : { id }
}

export function createSnapshots(database: Database, declared: Settings): Snapshots {
  const kept = new Map<string, Kept>()

  function load(tenantId: string, head: SnapshotHead, settings: TenantSettings): Promise<Snapshot> {
    const key = keyOf(rereadAt(head), settings)
    const found = kept.get(tenantId)
    if (found?.key === key) return found.snapshot
    const snapshot = loaded(database, tenantId, head, settings)
    kept.set(tenantId, { key, snapshot })
    snapshot.catch(() => {
      if (kept.get(tenantId)?.snapshot === snapshot) kept.delete(tenantId)
    })
    return snapshot
  }

  return {
    async latest(tenantId) {
      const head = await inTenant(database, tenantId, latestSnapshot)
      return head === undefined ? undefined : load(tenantId, head, await declared.of(tenantId))
    },
    async reread(tenantId, { at, state }) {
      const head = await inTenant(database, tenantId, latestSnapshot)
      if (head === undefined) return undefined
      const settings = await declared.of(tenantId)
      const before = await load(tenantId, head, settings)
      const [after, bytes] = [snapshotOf(head, withState(before.tenant, state)), await compress(JSON.stringify(state))]
      await inTenant(database, tenantId, tenant => keepReread(tenant, head.id, { at, bytes }))
      kept.set(tenantId, { key: keyOf({ id: head.id, rereadAt: at }, settings), snapshot: Promise.resolve(after) })
      return { before, after }
    },
    async tenantOf(tenantId, head) {
      const found = kept.get(tenantId)
      const snapshot = found?.key.startsWith(`${head.id}  `) === true ? await found.snapshot : undefined
      return snapshot?.tenant ?? readBack(database, tenantId, head, {})
    },
    keep: (tenantId, settings, snapshot) => void kept.set(tenantId, { key: keyOf(snapshot, settings), snapshot: Promise.resolve(snapshot) })
  }
}

async function loaded(database: Database, tenantId: string, head: SnapshotHead, settings: TenantSettings): Promise<Snapshot> {
  const tenant = await readBack(database, tenantId, head, settings)
  const bytes = await inTenant(database, tenantId, rows => readReread(rows, head.id))
  return snapshotOf(head, bytes === undefined ? tenant : withState(tenant, Value.Parse(State, JSON.parse(String(await decompress(bytes))))))
}

async function readBack(database: Database, tenantId: string, head: SnapshotHead, settings: TenantSettings): Promise<Tenant> {
  const builder = createTenantBuilder()
  const text = createGunzip()
  await Promise.all([
    pipeline(Readable.from(readChunks(database, tenantId, head.id)), text),
    readTenantStream(text, builder)
  ])
  builder.add('settings', settings)
  return builder.finish()
}

function snapshotOf(head: SnapshotHead, tenant: Tenant): Snapshot {
  const news = head.summary['news']
  const { compiled, analysis } = analyseTenant(tenant)
  return {
    id: head.id, runId: head.runId, tenant, compiled, analysis: withDrift(analysis, stillIn(tenant, driftIn(head.summary))), collectedAt: head.collectedAt, collectedBy: head.collectedBy, partial: head.partial,
    ...Value.Check(News, news) ? { news } : {}
  }
}
