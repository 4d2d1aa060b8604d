import type { Requirement } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

const usual = '{title} (Lacuna)'

/** The name of a new policy by the tenant's convention: `{title}`, `{requirement}`, `{number}` (the first free one of three digits). */
export function policyName(tenant: Tenant, requirement: Requirement): string {
  const pattern = tenant.settings.namingConvention ?? usual
  return pattern.replaceAll('{title}', requirement.template.displayName).replaceAll('{requirement}', requirement.id)
    .replaceAll('{number}', () => freeNumber(tenant))
}

function freeNumber(tenant: Tenant): string {
  const taken = new Set(tenant.policies.flatMap(({ policy }) => policy.displayName.match(/\d{3,}/g) ?? []))
  for (let number = 1; ; number++) {
    const text = String(number).padStart(3, '0')
    if (!taken.has(text)) return text
  }
}
