import { filtersApplications, readApplications } from './applications.ts'
import type { GraphClient } from './client.ts'
import type { CollectOptions, Entry, Reading } from './entry.ts'
import { readGroups } from './groups.ts'
import { stringsAt } from './json.ts'
import { mapAtMost, merged } from './parallel.ts'
import { parts, policyTemplates, readInboundTrust, readPart, type Part } from './parts.ts'
import { readUsers } from './users.ts'

const partsAtOnce = 6

/** Readable for people only, so asked for only where a policy names terms of use. */
const agreements: Part = { collection: 'termsOfUse', path: '/identityGovernance/termsOfUse/agreements' }

/** Who changed policies since a time. */
function policyAudits(since: string): Part {
  const filter = encodeURIComponent(`category eq 'Policy' and activityDateTime ge ${since}`)
  return { collection: 'directoryAudits', path: `/auditLogs/directoryAudits?$filter=${filter}` }
}

/**
 * Reads the tenant as a stream of tenant file entries: what its policies can touch, and every user and application. A part that is
 * refused is told as `unread` and its collection left out. Rejects with the signal's reason, a `ClaimsChallenge`, or the
 * `GraphProblem` of a service that stays away.
 */
export async function* collect(client: GraphClient, options: CollectOptions): AsyncGenerator<Entry, void, undefined> {
  const own = new AbortController()
  const reading: Reading = {
    client, signal: AbortSignal.any([options.signal, own.signal]),
    report: (part, done) => options.onProgress?.({ part, done })
  }
  try {
    yield { collection: 'collectedAt', value: options.now().toISOString() }
    yield { collection: 'collectedBy', value: options.collectedBy }
    const [small, trust] = await Promise.all([readParts(reading), readInboundTrust(reading)])
    yield { collection: 'settings', value: trust.settings }
    yield* [...trust.unread, ...small]
    for await (const page of merged(directory(reading, small, options))) yield* page
  } finally {
    own.abort()
  }
}

async function readParts(reading: Reading): Promise<Entry[]> {
  return (await mapAtMost(partsAtOnce, parts, part => readPart(reading, part))).flat()
}

/** What is large, or follows from the policies. */
function directory(reading: Reading, small: readonly Entry[], { settings, since, groups = [] }: CollectOptions): AsyncGenerator<Entry[], void, undefined>[] {
  const valuesOf = (...names: readonly string[]): unknown[] => small.filter(entry => names.includes(entry.collection) && entry.value !== undefined).map(entry => entry.value)
  const policies = valuesOf('policies')
  const assignments = valuesOf('roleAssignments', 'roleEligibilities')
  const asksForTerms = policies.some(policy => stringsAt(policy, 'grantControls', 'termsOfUse').length > 0)
  return [
    readUsers(reading),
    readApplications(reading, policies.some(filtersApplications) ? 'attributes' : 'usual'),
    readGroups(reading, { policies, assignments, settings, besides: groups }),
    inOnePage(readPart(reading, policyTemplates).then(whereRead)),
    ...(asksForTerms ? [inOnePage(readPart(reading, agreements))] : []),
    ...(since === undefined ? [] : [inOnePage(readPart(reading, policyAudits(since)).then(whereRead))])
  ]
}

/** The audit log and the templates tell nothing about protection: without them the reading is whole, and the collection is left out. */
function whereRead(entries: Entry[]): Entry[] {
  return entries.filter(({ collection }) => collection !== 'unread')
}

async function* inOnePage(entries: Promise<Entry[]>): AsyncGenerator<Entry[], void, undefined> {
  yield await entries
}
