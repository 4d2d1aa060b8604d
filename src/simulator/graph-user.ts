import { isList, textAt, type Entity, type Json } from './json.ts'

/**
 * A user of a tenant file with what Graph shows in place of the file's own members. `isAgentUser` becomes the type annotation
 * `#microsoft.graph.agentUser`. `homeTenantId`, which Graph's user does not have, is told by `identities`: one entry with
 * `signInType` `federated` whose `issuer` is the home tenant's token issuer, `https://sts.windows.net/{homeTenantId}/`, so that a
 * reader can get the tenant id back. `creationType`, `externalUserState`, `userType` and the `#EXT#` in the name stay as they are.
 */
export function graphUser(user: Entity): Entity {
  const annotated = user['isAgentUser'] === true ? { '@odata.type': '#microsoft.graph.agentUser', ...user } : user
  const home = textAt(user, 'homeTenantId')
  const identities: Json | undefined = user['identities']
  if (home === undefined || (isList(identities) && identities.length > 0)) return annotated
  return { ...annotated, identities: [{ signInType: 'federated', issuer: `https://sts.windows.net/${home}/`, issuerAssignedId: null }] }
}
