import { isCreation, type Look, type Write } from '#src/domain/write.ts'
import type { GraphClient, RequestOptions } from './client.ts'
import { at, stringsAt, textAt } from './json.ts'
import { membersAmong, membersUpTo } from './members.ts'
import { groups, idIn, pathOf } from './paths.ts'
import { listObjects, readObject } from './standing.ts'

/** What a write is looked for by: the id of what it made, once known, and when it was sent. */
export interface Sought {
  readonly id: string | null
  readonly since: Date
}

/** Whether an object was made since. Graph shows some times in whole seconds, so the second that runs counts. */
export function createdSince(object: unknown, since: Date): boolean {
  return Date.parse(textAt(object, 'createdDateTime') ?? '') >= Math.floor(since.getTime() / 1000) * 1000
}

const compared = ['displayName', 'description', 'mailNickname', 'mailEnabled', 'securityEnabled', 'isAssignableToRole', 'membershipRule', 'groupTypes'] as const
const select = `$select=id,createdDateTime,${compared.join(',')}`

/** How a group, or its members, stand to a write. */
export async function lookAtGroup(client: GraphClient, write: Write, { id: made, since, ...options }: Sought & RequestOptions): Promise<Look> {
  const { kind, target: id } = write
  if (isCreation(kind)) return made === null ? search(client, write, { since, ...options }) : atCreated(client, write, { id: made, ...options })
  if (id === null) throw new TypeError(`a write of kind \`${kind}\` needs a target`)
  if (kind === 'deleteGroup') return { stands: await deleted(client, write, { id, ...options }), id }
  const sought = stringsAt(write.body, 'members')
  const there = await membersAmong(client, id, { sought, ...options })
  return { stands: there === undefined ? 'neither' : membership(there.size, sought.length, kind === 'addGroupMembers'), id }
}

function membership(there: number, sought: number, adding: boolean): Look['stands'] {
  if (there !== 0 && there !== sought) return 'neither'
  return (there === sought) === adding ? 'after' : 'before'
}

async function atCreated(client: GraphClient, { body }: Write, { id, ...options }: RequestOptions & { readonly id: string }): Promise<Look> {
  const group = await readObject(client, `${pathOf(groups, id)}?${select}`, options)
  if (group === undefined) return { stands: 'before', id }
  return { stands: await sameGroup(client, group, { body, ...options }) ? 'after' : 'neither', id }
}

async function search(client: GraphClient, { body }: Write, { since, ...options }: RequestOptions & { readonly since: Date }): Promise<Look> {
  const filter = encodeURIComponent(`displayName eq '${body.displayName.replaceAll("'", "''")}'`)
  for (const group of await listObjects(client, `${groups}?$filter=${filter}&${select}`, options)) {
    if (createdSince(group, since) && await sameGroup(client, group, { body, ...options })) return { stands: 'after', id: textAt(group, 'id') ?? null }
  }
  return { stands: 'before', id: null }
}

async function deleted(client: GraphClient, { body, before }: Write, { id, ...options }: RequestOptions & { readonly id: string }): Promise<Look['stands']> {
  const group = await readObject(client, `${pathOf(groups, id)}?${select}`, options)
  if (group === undefined) return 'after'
  return await sameGroup(client, group, { body: before ?? body, ...options }) ? 'before' : 'neither'
}

/** Whether a group says what a body says, members included where the body names any; those of the service's own making aside. */
async function sameGroup(client: GraphClient, group: unknown, { body, ...options }: RequestOptions & { readonly body: unknown }): Promise<boolean> {
  if (!compared.every(name => at(body, name) === undefined || form(at(group, name)) === form(at(body, name)))) return false
  const members = membersIn(body)
  if (members === undefined) return true
  const there = await membersUpTo(client, textAt(group, 'id') ?? '', { most: members.size, ...options })
  return there.size === members.size && [...members].every(id => there.has(id))
}

function form(value: unknown): string {
  return value === undefined || value === null || value === '' || value === false ? 'null' : JSON.stringify(value)
}

/** The members that a body names, by address as they are sent or by id as they are read; undefined where it says nothing of them. */
function membersIn(body: unknown): Set<string> | undefined {
  if (Array.isArray(at(body, 'members@odata.bind'))) return new Set(stringsAt(body, 'members@odata.bind').map(address => idIn(address).toLowerCase()))
  return Array.isArray(at(body, 'members')) ? new Set(stringsAt(body, 'members').map(id => id.toLowerCase())) : undefined
}
