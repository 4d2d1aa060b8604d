import { randomUUID } from 'node:crypto'
import type { Draft } from '#src/domain/draft.ts'
import type { Ports } from '#src/skills/ports.ts'
import { contentHash } from '#src/store/content-hash.ts'
import type { Database } from '#src/store/database.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { readDraft, saveDraft } from '#src/store/queries/drafts.ts'

const day = 86_400_000

/** Drafts as skills and routes ask for them. A draft of a tenant that has changed since is another draft. */
export function createDraftPort(database: Database, now: () => Date): Ports['drafts'] {
  return {
    save({ operator }, content) {
      const at = now()
      const draft: Draft = { ...content, id: randomUUID(), createdAt: at.toISOString(), createdBy: operator.oid }
      return inTenant(database, operator.tid, tenant => saveDraft(tenant, draft, { contentHash: contentHash(content), since: new Date(at.getTime() - day) }))
    },
    get: ({ operator }, id) => inTenant(database, operator.tid, tenant => readDraft(tenant, id))
  }
}
