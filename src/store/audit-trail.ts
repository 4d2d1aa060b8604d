import { verifyChain, type AuditCheck, type AuditEntry } from '#src/domain/audit.ts'
import { sha256 } from './content-hash.ts'
import type { Database } from './database.ts'
import { inTenant } from './in-tenant.ts'
import { auditHead, entriesFrom, readAudit, type AuditHead } from './queries/audit.ts'

interface Asking {
  readonly operator: { readonly tid: string }
}

/** The audit trails, read in pages of a short transaction each, however long they are. */
export function createAuditTrail(database: Database) {
  const head = (tenantId: string): Promise<AuditHead> => inTenant(database, tenantId, auditHead)
  const page = (tenantId: string, after: number, top: number): Promise<AuditEntry[]> => inTenant(database, tenantId, tenant => readAudit(tenant, after, top))
  return {
    head,
    page: ({ operator: { tid } }: Asking, after: number, top: number): Promise<AuditEntry[]> => page(tid, after, top),
    async whole({ operator: { tid } }: Asking): Promise<AuditHead & { trail: AsyncIterable<AuditEntry> }> {
      const standing = await head(tid)
      return { ...standing, trail: entriesFrom((after, top) => page(tid, after, top), standing.entries) }
    },
    verify: ({ operator: { tid } }: Asking, published: string | undefined): Promise<AuditCheck> =>
      verifyChain(entriesFrom((after, top) => page(tid, after, top)), { sha256, ...published === undefined ? {} : { published } })
  }
}
