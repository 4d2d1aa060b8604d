import type { GraphClient, RequestOptions } from './client.ts'
import { textAt } from './json.ts'
import { groups, pathOf } from './paths.ts'
import { GraphProblem } from './problem.ts'

/** Graph takes at most this many values after `in`. */
const mostInFilter = 15

/**
 * Which of some objects are direct members of a group, in lower case; undefined where there is no such group. Graph is asked for
 * those alone, so the size of the group costs nothing; where it will not filter, its members are read until all are found.
 */
export async function membersAmong(client: GraphClient, group: string, { sought, ...options }: RequestOptions & { readonly sought: readonly string[] }): Promise<Set<string> | undefined> {
  try {
    return await filtered(client, group, { sought, ...options })
  } catch (error) {
    if (!(error instanceof GraphProblem)) throw error
    if (error.status === 404) return undefined
    if (error.status !== 400) throw error
    return paged(client, group, { sought, ...options })
  }
}

type Seeking = RequestOptions & { readonly sought: readonly string[] }

async function filtered(client: GraphClient, group: string, { sought, ...options }: Seeking): Promise<Set<string>> {
  const found = new Set<string>()
  for (let from = 0; from < sought.length; from += mostInFilter) {
    const ids = sought.slice(from, from + mostInFilter).map(id => `'${id.replaceAll("'", "''")}'`)
    const filter = encodeURIComponent(`id in (${ids.join(',')})`)
    for await (const page of client.pages(`${membersPath(group)}?$filter=${filter}&$select=id`, options)) idsOf(page).forEach(id => found.add(id))
  }
  return found
}

async function paged(client: GraphClient, group: string, { sought, ...options }: Seeking): Promise<Set<string>> {
  const wanted = new Set(sought.map(id => id.toLowerCase()))
  const found = new Set<string>()
  for await (const page of client.pages(wholePages(group), options)) {
    for (const id of idsOf(page)) if (wanted.has(id)) found.add(id)
    if (found.size === wanted.size) break
  }
  return found
}

/** The direct members of a group in lower case, or enough of them to see that there are more than `most`. */
export async function membersUpTo(client: GraphClient, group: string, { most, ...options }: RequestOptions & { readonly most: number }): Promise<Set<string>> {
  const found = new Set<string>()
  for await (const page of client.pages(wholePages(group), options)) {
    idsOf(page).forEach(id => found.add(id))
    if (found.size > most) break
  }
  return found
}

function membersPath(group: string): string {
  return `${pathOf(groups, group)}/members`
}

function wholePages(group: string): string {
  return `${membersPath(group)}?$select=id&$top=999`
}

function idsOf(page: readonly unknown[]): string[] {
  return page.flatMap(member => textAt(member, 'id')?.toLowerCase() ?? [])
}
