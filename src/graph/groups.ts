import type { TenantSettings } from '#src/domain/settings.ts'
import { batchSize, readBatch, type BatchAnswer } from './batch.ts'
import { unreadEntry, type Entry, type Reading } from './entry.ts'
import { at, isEntity, stringsAt, textAt } from './json.ts'
import { mapAtMost } from './parallel.ts'

const collection = 'groups'
const select = 'id,displayName,isAssignableToRole,isManagementRestricted,membershipRule,groupTypes,securityEnabled,mailEnabled'
const groupsInBatch = batchSize / 2
const batchesAtOnce = 3

/** What names groups. */
export interface GroupReferences {
  readonly policies: readonly unknown[]
  readonly assignments: readonly unknown[]
  readonly settings: TenantSettings
  /** Groups that nothing names any more, or yet. One that is gone is left out. */
  readonly besides: readonly string[]
}

/** The groups that policies and settings name; old policies may say `All`, which is no group. */
function named({ policies, settings }: GroupReferences): string[] {
  const inPolicies = policies.flatMap(policy => ['includeGroups', 'excludeGroups'].flatMap(list => stringsAt(policy, 'conditions', 'users', list)))
  const directed = [...settings.directions ?? [], ...settings.exceptions ?? []].flatMap(({ objects }) => objects).filter(({ kind }) => kind === 'group').map(({ id }) => id)
  return [...inPolicies, ...(settings.emergencyAccess?.groups ?? []), ...directed].filter(isGroup)
}

function isGroup(id: string): boolean {
  return !/^(all|none)$/i.test(id)
}

/**
 * The groups that policies, role assignments and settings can touch, and those of changes, with their direct members, nested ones included; all
 * others decide nothing and are not asked for. A group whose members are hidden comes without them.
 */
export async function* readGroups(reading: Reading, references: GroupReferences): AsyncGenerator<Entry[], void, undefined> {
  let holders: string[]
  try {
    holders = await assignable(reading, references)
  } catch (error) {
    yield [unreadEntry(error, { collection })]
    return
  }
  yield [{ collection }]
  const queue = new Queue()
  queue.add([...named(references), ...holders])
  const optional = queue.add(references.besides.filter(isGroup))
  for (;;) {
    const wave = Array.from({ length: batchesAtOnce }, () => queue.take(groupsInBatch)).filter(ids => ids.length > 0)
    if (wave.length === 0) return
    const groups = (await mapAtMost(batchesAtOnce, wave, ids => readSome(reading, ids))).flat()
    for (const { nested } of groups) queue.add(nested)
    reading.report(collection, queue.seen.size)
    yield groups.flatMap(({ entries }) => entries).filter(entry => !isGone(entry, optional))
  }
}

function isGone({ collection: name, value }: Entry, optional: readonly string[]): boolean {
  return name === 'unread' && at(value, 'status') === 404 && optional.includes(textAt(value, 'id') ?? '')
}

/** Ids still to read, each once, whatever its letter case. */
class Queue {
  readonly seen = new Set<string>()
  #open: string[] = []

  /** Answers those that were not there yet. */
  add(ids: readonly string[]): string[] {
    const fresh = [...new Map(ids.map(id => [id.toLowerCase(), id]))].flatMap(([key, id]) => this.seen.has(key) ? [] : [id])
    for (const id of fresh) this.seen.add(id.toLowerCase())
    this.#open.push(...fresh)
    return fresh
  }

  take(most: number): string[] {
    return this.#open.splice(0, most)
  }
}

/** Groups that hold a role: only role-assignable ones can, so those are asked for instead of every principal. */
async function assignable({ client, signal }: Reading, { assignments }: GroupReferences): Promise<string[]> {
  const holders = new Set(assignments.map(assignment => textAt(assignment, 'principalId')?.toLowerCase()))
  const found: string[] = []
  for await (const page of client.pages('/groups?$filter=isAssignableToRole eq true&$select=id&$top=999', { signal })) {
    found.push(...page.map(group => textAt(group, 'id') ?? '').filter(id => holders.has(id.toLowerCase())))
  }
  return found
}

interface GroupRead {
  readonly entries: Entry[]
  readonly nested: readonly string[]
}

async function readSome(reading: Reading, ids: readonly string[]): Promise<GroupRead[]> {
  const paths = ids.map(id => `/groups/${encodeURIComponent(id)}`).flatMap(path => [`${path}?$select=${select}&$expand=owners`, `${path}/members?$select=id&$top=999`])
  const answers = await readBatch(reading.client, paths, reading.signal)
  return Promise.all(ids.map((id, index) => groupRead(reading, id, { group: answers[2 * index], members: answers[2 * index + 1] })))
}

async function groupRead(reading: Reading, id: string, { group, members }: { group: BatchAnswer | undefined, members: BatchAnswer | undefined }): Promise<GroupRead> {
  try {
    const own = bodyOf(group)
    if (!isEntity(own)) throw new TypeError(`the group \`${id}\` was answered with something else`)
    return await withMembers(reading, own, members)
  } catch (error) {
    return { entries: [unreadEntry(error, { collection, id })], nested: [] }
  }
}

async function withMembers(reading: Reading, group: Record<string, unknown>, answer: BatchAnswer | undefined): Promise<GroupRead> {
  const { '@odata.context': _context, owners, ...rest } = group
  const own = { ...rest, ...Array.isArray(owners) ? { owners: owners.flatMap((owner: unknown) => textAt(owner, 'id') ?? []) } : {} }
  const members: string[] = []
  const nested: string[] = []
  try {
    for await (const page of memberPages(reading, bodyOf(answer))) {
      for (const member of page) {
        const memberId = textAt(member, 'id')
        if (memberId === undefined) continue
        members.push(memberId)
        if (at(member, '@odata.type') === '#microsoft.graph.group') nested.push(memberId)
      }
    }
    return { entries: [{ collection, value: { ...own, members } }], nested }
  } catch (error) {
    return { entries: [{ collection, value: own }, unreadEntry(error, { collection, id: textAt(own, 'id') ?? '' })], nested: [] }
  }
}

/** The first page stands in the batch's answer, further ones behind its next link. */
async function* memberPages({ client, signal }: Reading, body: unknown): AsyncGenerator<readonly unknown[], void, undefined> {
  const first = at(body, 'value')
  yield Array.isArray(first) ? first : []
  const next = textAt(body, '@odata.nextLink')
  if (next !== undefined) yield* client.pages(next, { signal })
}

function bodyOf(answer: BatchAnswer | undefined): unknown {
  if (answer === undefined) throw new TypeError('a batch left a request out')
  if ('problem' in answer) throw answer.problem
  return answer.body
}
