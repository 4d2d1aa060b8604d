import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { byGravity } from '#src/advisor/findings.ts'
import { differencesOf } from '#src/advisor/writes/differences.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Change } from '#src/domain/change.ts'
import type { Difference } from '#src/domain/draft.ts'
import { Finding, type Drift } from '#src/domain/finding.ts'
import { GraphBody, objectOf } from '#src/domain/write.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { contentHash } from '#src/store/content-hash.ts'
import { locationForm } from '#src/tenant/base.ts'
import { namedLocationOf } from '#src/tenant/directory.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import type { AuthorBook } from './authors.ts'

/** A reading of the tenant, who changed what before it, and what the reading before it found. */
export interface DriftReading {
  readonly compiled: Compiled
  readonly collectedAt: string
  readonly authors: Pick<AuthorBook, 'of'>
  readonly before: readonly Finding[]
}

/** An object as it was read: its normal form, and the policies that a finding about it is about. */
interface Seen {
  readonly name: string
  readonly form: unknown
  readonly policies: string[]
}

/** Milliseconds after a write that nobody read back, in which a reading may still miss it. */
const lag = 600_000
const done = { changed: 'changed', gone: 'deleted', back: 'put back' } as const

/**
 * What does not stand as the last change of it left it, of the last change of each object. Where a reading cannot tell, what the reading
 * before it found still holds.
 */
export function driftOf(changes: readonly Change[], reading: DriftReading): Finding[] {
  return changes.flatMap(change => {
    const known = reading.before.find(({ drift }) => drift?.change === change.id)
    const object = objectOf(change.kind)
    const objectId = change.objectId ?? change.target
    if (object === 'group' || objectId === null) return []
    const seen = isSettled(change, reading.collectedAt) ? seenIn(reading.compiled.tenant, object, objectId) : 'unread'
    return (seen === 'unread' ? known : drifted({ change, object, objectId, seen, known }, reading)) ?? []
  })
}

/** Whether the reading began after what the change wrote could be seen. */
function isSettled({ state, writtenAt }: Change, collectedAt: string): boolean {
  if (writtenAt === null || (state !== 'applied' && state !== 'verified' && state !== 'diverged')) return false
  return Date.parse(writtenAt) + (state === 'applied' ? lag : 0) <= Date.parse(collectedAt)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The object, undefined where there is none. */
function seenIn(tenant: Tenant, object: Drift['object'], id: string): Seen | 'unread' | undefined {
  const { policies, locations = [] } = tenant
  if (object === 'policy') {
    const found = policies.find(({ policy }) => isSame(policy.id, id))
    if (found !== undefined) return { name: found.policy.displayName, form: normalForm(found.raw), policies: [found.policy.id] }
  } else {
    const found = locations.find(location => isSame(location.id, id))
    if (found !== undefined) return { name: found.displayName, form: locationForm(found), policies: policiesAt(tenant, id) }
  }
  const isRead = object === 'policy' ? tenant.policiesRead : tenant.locations !== undefined
  const collection = object === 'policy' ? 'policies' : 'namedLocations'
  return !isRead || tenant.unread.some(part => part.collection === collection) ? 'unread' : undefined
}

/** The policies that name a location. */
function policiesAt({ policies }: Tenant, location: string): string[] {
  return policies.filter(({ policy: { conditions: { locations } } }) =>
    locations !== null && [...locations.includeLocations, ...locations.excludeLocations].some(id => isSame(id, location))).map(({ policy }) => policy.id)
}

/** What was approved, in normal form; undefined where it is that the object goes. */
function approvedForm({ kind, body }: Change, object: Drift['object']): unknown {
  if (kind === 'deletePolicy' || kind === 'deleteNamedLocation') return undefined
  if (object === 'policy') return normalForm(body)
  const location = namedLocationOf({ ...body, id: 'approved' })
  return location === undefined ? undefined : locationForm(location)
}

interface Judged {
  readonly change: Change
  readonly object: Drift['object']
  readonly objectId: string
  readonly seen: Seen | undefined
  readonly known: Finding | undefined
}

function drifted(judged: Judged, reading: DriftReading): Finding | undefined {
  const { change, object, objectId, seen, known } = judged
  const approved = approvedForm(change, object)
  if (JSON.stringify(approved) === JSON.stringify(seen?.form)) return undefined
  const stands = seen === undefined ? 'gone' : approved === undefined ? 'back' : 'changed'
  const id = `drift:${change.id}:${printOf(seen)}`
  const differences = stands === 'changed' ? differencesIn(reading.compiled, judged, { approved, seen: seen?.form }) : []
  const { by, at } = authorOf(change, objectId, { reading, known: known?.id === id ? known : undefined })
  const whose = `${object === 'policy' ? 'policy' : 'named location'} \`${seen?.name ?? change.body.displayName}\``
  const who = by === null ? 'by whom and when is not known' : `by \`${by}\` at ${at ?? 'an unknown time'}`
  return {
    id, kind: 'drift', severity: 'high', policies: seen?.policies ?? (object === 'policy' ? [objectId] : []),
    summary: [`${whose} was ${done[stands]} outside Lacuna after change \`${change.id}\` was applied, ${who}`, ...differences.map(({ words }) => words)].join('; '),
    drift: { change: change.id, object, objectId, stands, by, at, differences }
  }
}

/** Tells apart how an object may stand. */
function printOf(seen: Seen | undefined): string {
  return contentHash(seen?.form ?? null).slice(0, 12)
}

/** Who changed it since the change; the audit log of a later reading no longer says so, hence what was known. */
function authorOf({ writtenAt }: Change, objectId: string, { reading, known }: { readonly reading: DriftReading, readonly known: Finding | undefined }): Pick<Drift, 'by' | 'at'> {
  const { by = null, at = null } = known?.drift ?? {}
  if (by !== null) return { by, at }
  const author = reading.authors.of(objectId)
  return author !== undefined && Date.parse(author.at) > Date.parse(writtenAt ?? '') ? author : { by: null, at: null }
}

/** The members in which two normal forms differ, told as those of a change are. */
function differencesIn(compiled: Compiled, { object, objectId }: Judged, forms: { readonly approved: unknown, readonly seen: unknown }): Difference[] {
  const { approved, seen } = forms
  if (!Value.Check(GraphBody, approved) || !Value.Check(GraphBody, seen)) return []
  return differencesOf(compiled, { kind: object === 'policy' ? 'patchPolicy' : 'patchNamedLocation', target: objectId, before: approved, body: seen, patch: null })
}

const Stored = Type.Array(Finding)

/** What a stored snapshot says of drift. */
export function driftIn(summary: Readonly<Record<string, unknown>>): readonly Finding[] {
  const { drift } = summary
  return Value.Check(Stored, drift) ? drift : []
}

/** Of what was found, that which the tenant still shows, since it may have been read again in part. */
export function stillIn(tenant: Tenant, drift: readonly Finding[]): Finding[] {
  return drift.filter(({ id, drift: known }) => {
    const seen = known === undefined ? undefined : seenIn(tenant, known.object, known.objectId)
    return seen === 'unread' || id.endsWith(printOf(seen))
  })
}

/** An analysis that tells of drift too. */
export function withDrift(analysis: Analysis, drift: readonly Finding[]): Analysis {
  return drift.length === 0 ? analysis : { ...analysis, findings: [...analysis.findings, ...drift].sort(byGravity) }
}
