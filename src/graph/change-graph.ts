import type { PolicyBody } from '#src/domain/requirement.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import { createPolicy, findCreated, listPolicies, readPolicy, type WriteAnswer } from './apply.ts'
import { createGraphClient, type GraphClient } from './client.ts'
import type { Connection } from './connect.ts'
import { ownRoles } from './roles.ts'
import { keptToken, type TokenSource } from './token.ts'

interface Presented {
  readonly operator: { readonly tid: string }
  readonly assertion: string
}

/**
 * Graph as changes need it: the approver's token and roles on their behalf, and the policies with a token that was kept. With
 * `ownReader` the application itself may find out and verify.
 */
export function createChangeGraph(connection: Connection, { ownReader }: { readonly ownReader: boolean }) {
  const { identity, pace } = connection

  function accessWith(tenantId: string, tokens: TokenSource) {
    return policyAccess(createGraphClient({ tenantId, tokens, pace }))
  }

  return {
    async tokenOf({ operator, assertion }: Presented): Promise<{ accessToken: string, expiresAt: Date }> {
      const { accessToken, expiresOn } = await identity.onBehalfOf(assertion, operator.tid).token()
      return { accessToken, expiresAt: expiresOn }
    },
    rolesOf: ({ operator: { tid }, assertion }: Presented, signal: AbortSignal): Promise<string[]> =>
      ownRoles(createGraphClient({ tenantId: tid, tokens: identity.onBehalfOf(assertion, tid), pace }), { signal }),
    /** The store hands a token out only while it is valid, so its end is not asked for again. */
    as: (tenantId: string, accessToken: string) => accessWith(tenantId, keptToken({ accessToken, expiresOn: never })),
    reader: (tenantId: string) => ownReader ? accessWith(tenantId, identity.asApplication(tenantId)) : undefined,
    agrees: (sent: PolicyBody, read: unknown): boolean => samePolicy(read, sent)
  }
}

const never = new Date(8.64e15)

function policyAccess(client: GraphClient) {
  return {
    list: (signal: AbortSignal): Promise<unknown[]> => listPolicies(client, { signal }),
    create: (body: PolicyBody, options: { readonly clientRequestId: string, readonly signal: AbortSignal }): Promise<WriteAnswer> =>
      createPolicy(client, body, options),
    findCreated: (sent: { readonly body: PolicyBody, readonly since: Date }, signal: AbortSignal): Promise<unknown> => findCreated(client, sent, { signal }),
    read: (id: string, signal: AbortSignal): Promise<unknown> => readPolicy(client, id, { signal })
  }
}
