import { at, isEntity, textAt } from './json.ts'
import { unreadEntry, type Entry, type Reading } from './entry.ts'

const path = '/users?$select=id,userPrincipalName,displayName,userType,accountEnabled,createdDateTime,externalUserState,creationType,'
  + 'onPremisesSyncEnabled,identities&$top=999'

/** Every account, a page at a time. A refusal after the first page is thrown: part of the users is no answer. */
export async function* readUsers({ client, signal, report }: Reading): AsyncGenerator<Entry[], void, undefined> {
  const collection = 'users'
  let done = 0
  try {
    for await (const page of client.pages(path, { signal })) {
      yield [...(done === 0 ? [{ collection }] : []), ...page.map(user => ({ collection, value: userOf(user) }))]
      done += page.length
      report(collection, done)
    }
  } catch (error) {
    if (done > 0) throw error
    yield [unreadEntry(error, { collection })]
  }
}

/** The user as a tenant file holds it: the agent's account marked, an external's home tenant named, annotations gone. */
function userOf(user: unknown): unknown {
  if (!isEntity(user)) return user
  const { identities, '@odata.type': type, ...own } = user
  const home = homeTenantOf(identities)
  return {
    ...own,
    ...(textAt({ type }, 'type')?.endsWith('.agentUser') === true ? { isAgentUser: true } : {}),
    ...(home === undefined ? {} : { homeTenantId: home })
  }
}

/** A federated identity of another tenant is issued by that tenant's token issuer. */
function homeTenantOf(identities: unknown): string | undefined {
  const issuers = Array.isArray(identities) ? identities.map(identity => String(at(identity, 'issuer'))) : []
  return issuers.map(issuer => /^https:\/\/sts\.windows\.net\/([^/]+)\/?$/.exec(issuer)?.[1]).find(id => id !== undefined)
}
