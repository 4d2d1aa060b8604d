import type { Requirement } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

const usual = '{title} (Lacuna)'

/** The name of a new policy by the tenant's convention: `{title}`, `{requirement}`, `{number}` (the first free one of three digits). */
export function policyName(tenant: Tenant, requirement: Requirement): string {
  return namesBy(tenant, tenant.settings.namingConvention ?? usual)(requirement.template.displayName, requirement.id)
}

/** Gives one name after the other by a pattern, none of their numbers twice. A title loses the number that it may start with. */
export function namesBy(tenant: Tenant, pattern: string): (title: string, requirement: string) => string {
  const taken = new Set(tenant.policies.flatMap(({ policy }) => policy.displayName.match(/\d{3,}/g) ?? []))
  const freeNumber = (): string => {
    for (let number = 1; ; number++) {
      const text = String(number).padStart(3, '0')
      if (!taken.has(text)) return text
    }
  }
  return (title, requirement) => {
    const number = freeNumber()
    if (pattern.includes('{number}')) taken.add(number)
    const bare = pattern.includes('{number}') ? title.replace(/^(CA)?\d{3,}\W*/i, '') : title
    return pattern.replaceAll('{title}', () => bare).replaceAll('{requirement}', () => requirement).replaceAll('{number}', () => number)
  }
}

/** Whether a name could have been given by the pattern. */
export function followsConvention(pattern: string, name: string): boolean {
  const kinds: Readonly<Record<string, string>> = { '{title}': '.+', '{requirement}': '[a-z0-9-]+', '{number}': '\\d{3,}' }
  const source = pattern.split(/(\{title\}|\{requirement\}|\{number\})/).map(part => kinds[part] ?? RegExp.escape(part)).join('')
  return new RegExp(`^${source}$`).test(name)
}
