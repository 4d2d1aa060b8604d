import { isList, objectAt, stringsAt, textAt, type Entity, type Json, type JsonObject } from '../json.ts'
import type { State } from '../state.ts'
import { badRequest } from './error.ts'

/** Service plans by name and id; a licence is found by its plan, not by its product (reference, section 10). */
const plans = {
  p1: ['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'eec0eb4f-6444-4f95-aba0-50c24d67f998'],
  p2: ['eec0eb4f-6444-4f95-aba0-50c24d67f998'],
  workload: ['84c289f0-efcb-486f-8581-07f44fc9efad', '7dc0e92d-bf15-401d-907e-0884efe7c760'],
} as const

function carries(sku: Entity, wanted: readonly string[]): boolean {
  const servicePlans: Json = sku['servicePlans'] ?? []
  const active = ['Enabled', 'Warning'].includes(textAt(sku, 'capabilityStatus') ?? '')
  return active && isList(servicePlans) && servicePlans.some((plan) => wanted.includes(textAt(plan, 'servicePlanId') ?? ''))
}

/** Whether the tenant has a licence; true when its subscriptions could not be read, because nothing speaks against it. */
export function licensed(state: State, plan: keyof typeof plans): boolean {
  const skus = state.collections.subscribedSkus
  return !skus.readable || skus.list().some((sku) => carries(sku, plans[plan]))
}

export function checkLicences(state: State, policy: JsonObject): void {
  const conditions = objectAt(policy, 'conditions')
  const risk = ['signInRiskLevels', 'userRiskLevels'].some((name) => stringsAt(conditions, name).length > 0)
  const remediation = stringsAt(objectAt(policy, 'grantControls'), 'builtInControls').includes('riskRemediation')
  if ((risk || remediation) && !licensed(state, 'p2')) {
    throw badRequest('1039: Cannot create or update policies with premium P2 features. Upgrade to a premium P2 license and try again.')
  }
  const workloads = stringsAt(objectAt(conditions, 'clientApplications'), 'includeServicePrincipals')
  if (workloads.length > 0 && !licensed(state, 'workload')) {
    throw badRequest('1150: Cannot create or update policies with workload identity premium features. Upgrade to a workload identity premium P1 or P2 license and try again')
  }
}
