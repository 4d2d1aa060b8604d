import { isCreation, objectOf, type Look, type Write } from '#src/domain/write.ts'
import { sameLocation } from '#src/tenant/base.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { GraphClient, RequestOptions } from './client.ts'
import { createdSince, lookAtGroup, type Sought } from './look-group.ts'
import { textAt } from './json.ts'
import { namedLocations, pathOf, policies } from './paths.ts'
import { listObjects, readObject } from './standing.ts'

/** How the object of a write stands: as it was before, as it is to be after, or neither. */
export async function look(client: GraphClient, write: Write, sought: Sought & RequestOptions): Promise<Look> {
  switch (objectOf(write.kind)) {
    case 'policy': return lookAt(client, write, { ...sought, root: policies, same: samePolicy })
    case 'namedLocation': return lookAt(client, write, { ...sought, root: namedLocations, same: sameLocation })
    case 'group': return lookAtGroup(client, write, sought)
  }
}

interface Compared extends Sought, RequestOptions {
  readonly root: string
  readonly same: (one: unknown, other: unknown) => boolean
}

async function lookAt(client: GraphClient, write: Write, compared: Compared): Promise<Look> {
  const { root, same, id: made, since, ...options } = compared
  const id = isCreation(write.kind) ? made : write.target
  if (id !== null) return { stands: stands(write, await readObject(client, pathOf(root, id), options), same), id }
  const all = await listObjects(client, root, options)
  const found = all.find(object => createdSince(object, since) && same(object, write.body))
  return found === undefined ? { stands: 'before', id: null } : { stands: 'after', id: textAt(found, 'id') ?? null }
}

function stands({ kind, body, before }: Write, object: unknown, same: Compared['same']): Look['stands'] {
  const appears = isCreation(kind) || kind.startsWith('restore')
  if (kind.startsWith('delete')) return object === undefined ? 'after' : same(object, before ?? body) ? 'before' : 'neither'
  if (object === undefined) return appears ? 'before' : 'neither'
  if (same(object, body)) return 'after'
  return !appears && same(object, before) ? 'before' : 'neither'
}
