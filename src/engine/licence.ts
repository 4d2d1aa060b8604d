import type { Licence } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Licences the tenant surely lacks. A tenant whose SKUs were not read lacks none: `known` is false (reference section 10). */
export function licenceStatus(tenant: Tenant, licences: readonly Licence[]): { missing: string[], known: boolean } {
  const { skus } = tenant
  if (skus === undefined) return { missing: [], known: false }
  const plans = new Set(skus.filter(sku => sku.capabilityStatus === 'Enabled' || sku.capabilityStatus === 'Warning')
    .flatMap(sku => sku.servicePlans).filter(plan => plan.provisioningStatus === 'Success').map(plan => plan.servicePlanId.toLowerCase()))
  return { missing: licences.filter(licence => !licence.servicePlanIds.some(id => plans.has(id.toLowerCase()))).map(({ name }) => name), known: true }
}
