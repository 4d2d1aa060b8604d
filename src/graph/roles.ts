import type { GraphClient, RequestOptions } from './client.ts'
import { textAt } from './json.ts'

const path = '/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=roleTemplateId'

/** Role template ids (lower case) that the caller holds now, directly or through a role-assignable group. For people only. */
export async function ownRoles(client: GraphClient, options: RequestOptions = {}): Promise<string[]> {
  const found: string[] = []
  for await (const page of client.pages(path, options)) {
    found.push(...page.flatMap(role => textAt(role, 'roleTemplateId')?.toLowerCase() ?? []))
  }
  return found
}
