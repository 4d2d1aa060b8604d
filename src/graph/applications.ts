import { at, isEntity } from './json.ts'
import { unreadEntry, type Entry, type Reading } from './entry.ts'

const collection = 'servicePrincipals'
const usual = 'id,appId,displayName,servicePrincipalType,appOwnerOrganizationId,signInAudience,tags'

/** Whether a policy selects applications by custom security attributes: only then are they read. */
export function filtersApplications(policy: unknown): boolean {
  const filters = [['applications', 'applicationFilter'], ['clientApplications', 'servicePrincipalFilter'], ['clientApplications', 'agentIdServicePrincipalFilter']]
  return filters.some(path => isEntity(at(policy, 'conditions', ...path)))
}

/** Every service principal; with `attributes`, their custom security attributes where the caller may read them. */
export async function* readApplications({ client, signal, report }: Reading, select: 'usual' | 'attributes'): AsyncGenerator<Entry[], void, undefined> {
  const found: unknown[] = []
  const path = `/servicePrincipals?$select=${usual}${select === 'attributes' ? ',customSecurityAttributes' : ''}&$top=999`
  try {
    for await (const page of client.pages(path, { signal })) {
      found.push(...page)
      report(collection, found.length)
    }
  } catch (error) {
    yield [unreadEntry(error, { collection })]
    return
  }
  const hidden = select === 'attributes' && found.every(item => at(item, 'customSecurityAttributes') === null)
  yield [{ collection }, ...found.map(item => ({ collection, value: hidden ? withoutAttributes(item) : item }))]
  if (hidden) yield [{ collection: 'unread', value: { collection: `${collection}.customSecurityAttributes`, reason: noneSeen } }]
}

/** Graph shows null to a caller without the permission; null everywhere may mean either, so it counts as not read. */
const noneSeen = 'no application shows custom security attributes: there are none, or the caller lacks `CustomSecAttributeAssignment.Read.All`'

function withoutAttributes(item: unknown): unknown {
  if (!isEntity(item)) return item
  const { customSecurityAttributes: _hidden, ...rest } = item
  return rest
}
