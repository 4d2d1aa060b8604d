import type { Seal } from '../seal.ts'
import type { TenantRows } from '../in-tenant.ts'

/** An approver's short-lived Graph token. */
export interface ApproverToken {
  readonly accessToken: string
  readonly expiresAt: Date
}

function context(tenantId: string, changeId: string): string {
  return `token ${tenantId} ${changeId}`
}

/** Keeps a token, sealed, for one change; a later one replaces it. */
export async function keepToken({ rows, tenantId }: TenantRows, seal: Seal, changeId: string, token: ApproverToken): Promise<void> {
  const values = { sealed: seal.seal(token.accessToken, context(tenantId, changeId)), expires_at: token.expiresAt }
  await rows.insertInto('token').values({ tenant_id: tenantId, change_id: changeId, ...values })
    .onConflict(conflict => conflict.columns(['tenant_id', 'change_id']).doUpdateSet(values)).execute()
}

/** The token of a change while it is valid at `at`; undefined if there is none, it has expired or it cannot be opened. */
export async function readToken({ rows, tenantId }: TenantRows, seal: Seal, changeId: string, at: Date): Promise<ApproverToken | undefined> {
  const row = await rows.selectFrom('token').selectAll().where('change_id', '=', changeId).executeTakeFirst()
  if (row === undefined || row.expires_at <= at) return undefined
  const accessToken = seal.open(row.sealed, context(tenantId, changeId))
  return accessToken === undefined ? undefined : { accessToken, expiresAt: row.expires_at }
}

/** Deletes the token of a change. */
export async function deleteToken({ rows }: TenantRows, changeId: string): Promise<void> {
  await rows.deleteFrom('token').where('change_id', '=', changeId).execute()
}
