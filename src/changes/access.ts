import { inTenant } from '#src/store/in-tenant.ts'
import { readToken } from '#src/store/queries/tokens.ts'
import type { Command } from './decide.ts'
import type { TenantAccess } from './ports.ts'
import type { Target, Workflow } from './workflow.ts'

/** What a part of the application came to: the next command, another turn from the start, or that a later try may help. */
export type Outcome = Command | { readonly do: 'repeat' } | { readonly retry: string }

/** Graph as the last approver, while their token is valid for `spare` more milliseconds. */
export async function approverAccess(workflow: Workflow, { tenantId, id }: Target, spare: number): Promise<TenantAccess | undefined> {
  const { database, seal, clock, graph } = workflow
  const token = await inTenant(database, tenantId, tenant => readToken(tenant, seal, id, new Date(clock.now().getTime() + spare)))
  return token === undefined ? undefined : graph.as(tenantId, token.accessToken)
}

/** The identities that may find out and verify: the approver while their token is valid, then the service's own. */
export async function readers(workflow: Workflow, target: Target): Promise<TenantAccess[]> {
  return [await approverAccess(workflow, target, 0), workflow.graph.reader(target.tenantId)].filter(access => access !== undefined)
}
