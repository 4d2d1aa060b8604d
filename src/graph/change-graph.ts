import type { Edit, Look, Write, WriteAnswer } from '#src/domain/write.ts'
import type { State } from '#src/tenant/reread.ts'
import { sendWrite } from './apply.ts'
import { createGraphClient, type GraphClient } from './client.ts'
import type { Connection } from './connect.ts'
import { editsSince, type EditsSought } from './edits.ts'
import { look } from './look.ts'
import type { Sought } from './look-group.ts'
import { ownRoles } from './roles.ts'
import { readBase, readState } from './standing.ts'
import { keptToken, type TokenSource } from './token.ts'

interface Presented {
  readonly operator: { readonly tid: string, readonly kind: 'person' | 'application' }
  readonly assertion: string
}

/**
 * Graph as changes need it: the approver's token and roles on their behalf, and the tenant with a token that was kept. With
 * `ownReader` the application itself may find out and verify, and write what a standing decision approves of an application.
 */
export function createChangeGraph(connection: Connection, { ownReader }: { readonly ownReader: boolean }) {
  const { identity, pace } = connection

  function accessWith(tenantId: string, tokens: TokenSource) {
    return tenantAccess(createGraphClient({ tenantId, tokens, pace }))
  }

  return {
    /** For an application this service's own, which Graph lets create report-only policies where it was given that permission, and write nothing else. */
    async tokenOf({ operator: { tid, kind }, assertion }: Presented): Promise<{ accessToken: string, expiresAt: Date }> {
      if (kind === 'application' && !ownReader) throw new Error('the service has no identity of its own to write with')
      const { accessToken, expiresOn } = await (kind === 'application' ? identity.asApplication(tid) : identity.onBehalfOf(assertion, tid)).token()
      return { accessToken, expiresAt: expiresOn }
    },
    rolesOf: ({ operator: { tid }, assertion }: Presented, signal: AbortSignal): Promise<string[]> =>
      ownRoles(createGraphClient({ tenantId: tid, tokens: identity.onBehalfOf(assertion, tid), pace }), { signal }),
    /** The store hands a token out only while it is valid, so its end is not asked for again. */
    as: (tenantId: string, accessToken: string) => accessWith(tenantId, keptToken({ accessToken, expiresOn: never })),
    reader: (tenantId: string) => ownReader ? accessWith(tenantId, identity.asApplication(tenantId)) : undefined
  }
}

const never = new Date(8.64e15)

/** The tenant as one identity reads and writes it. What fails throws; only the answer to a write says so. */
export function tenantAccess(client: GraphClient) {
  return {
    base: (write: Write, signal: AbortSignal): Promise<string> => readBase(client, write, { signal }),
    write: (write: Write, options: { readonly clientRequestId: string, readonly signal: AbortSignal }): Promise<WriteAnswer> => sendWrite(client, write, options),
    look: (write: Write, sought: Sought, signal: AbortSignal): Promise<Look> => look(client, write, { ...sought, signal }),
    editsSince: (_write: Write, sought: EditsSought, signal: AbortSignal): Promise<readonly Edit[] | undefined> => editsSince(client, { ...sought, signal }),
    state: (signal: AbortSignal): Promise<State> => readState(client, { signal })
  }
}
