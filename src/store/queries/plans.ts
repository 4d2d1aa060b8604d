import { Value } from 'typebox/value'
import { BegunPlan } from '#src/domain/plan.ts'
import type { TenantRows } from '../in-tenant.ts'

export async function insertPlan({ rows, tenantId }: TenantRows, plan: BegunPlan): Promise<void> {
  await rows.insertInto('plan').values({ tenant_id: tenantId, id: plan.id, created_at: new Date(plan.createdAt), document: JSON.stringify(plan) }).execute()
}

export async function readPlan({ rows }: TenantRows, id: string): Promise<BegunPlan | undefined> {
  const row = await rows.selectFrom('plan').select('document').where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : Value.Parse(BegunPlan, row.document)
}

/** The plans, newest first. */
export async function listPlans({ rows }: TenantRows): Promise<BegunPlan[]> {
  const found = await rows.selectFrom('plan').select('document').orderBy('created_at', 'desc').orderBy('id').execute()
  return found.map(({ document }) => Value.Parse(BegunPlan, document))
}

export async function updatePlan({ rows }: TenantRows, plan: BegunPlan): Promise<void> {
  await rows.updateTable('plan').set({ document: JSON.stringify(plan) }).where('id', '=', plan.id).execute()
}
