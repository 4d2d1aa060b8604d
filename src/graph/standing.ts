import { isCreation, objectOf, type Write } from '#src/domain/write.ts'
import { baseOf, locationsOf } from '#src/tenant/base.ts'
import type { State } from '#src/tenant/reread.ts'
import type { GraphClient, RequestOptions } from './client.ts'
import { namedLocations, pathOf, policies } from './paths.ts'
import { GraphProblem } from './problem.ts'

/** An object as beta shows it, or undefined where there is none (or none yet: reads lag behind writes). */
export async function readObject(client: GraphClient, path: string, options: RequestOptions): Promise<unknown> {
  try {
    return await client.get(path, options)
  } catch (error) {
    if (error instanceof GraphProblem && error.status === 404) return undefined
    throw error
  }
}

/** Every object of a list, page by page. */
export async function listObjects(client: GraphClient, path: string, options: RequestOptions): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const page of client.pages(path, options)) found.push(...page)
  return found
}

/** What Conditional Access stands on, as beta shows it. */
export async function readState(client: GraphClient, options: RequestOptions): Promise<State> {
  return { policies: await listObjects(client, policies, options), namedLocations: await listObjects(client, namedLocations, options) }
}

/** The base of a write, as the tenant stands now. */
export async function readBase(client: GraphClient, write: Write, options: RequestOptions): Promise<string> {
  const all = await listObjects(client, policies, options)
  const { kind, target } = write
  const named = objectOf(kind) === 'namedLocation' && !isCreation(kind) && target !== null ? [await readObject(client, pathOf(namedLocations, target), options)] : []
  return baseOf(write, { policies: all, namedLocations: locationsOf(named) })
}
