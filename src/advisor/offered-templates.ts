import { listed } from './phrases.ts'
import type { Finding } from '#src/domain/finding.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { OfferedTemplate } from '#src/domain/template.ts'
import { requirements } from '#src/requirements/all.ts'
import { templatesSetAside } from '#src/requirements/set-aside.ts'
import { isObject } from '#src/tenant/json.ts'
import { normalForm } from '#src/tenant/normal-form.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What a template says in place of the person who makes a policy of it. */
const placeholder = 'current administrator will be excluded'

/** Which of Microsoft's templates a requirement's policy is of, and where that differs from what Microsoft offers now; undefined where it is not offered. */
export function offeredFor({ templates }: Tenant, { source: { templateId }, template }: Requirement): string | undefined {
  const offered = templates?.find(({ id }) => id.toLowerCase() === templateId)
  if (offered === undefined) return undefined
  const differing = differences(contentOf(template), contentOf(offered.details))
  return `of Microsoft's template \`${offered.name}\`${differing.length === 0 ? ', as Graph offers it' : `; Graph offers it with other ${listed(differing.map(name => `\`${name}\``), 8)}`}`
}

/** What Microsoft offers and nothing here knows of: a requirement may be missing. */
export function newTemplates({ templates = [] }: Tenant): Finding[] {
  const known = new Set([...templatesSetAside.keys(), ...requirements.map(({ source }) => source.templateId)])
  return templates.filter(({ id }) => !known.has(id.toLowerCase())).map(({ id, name }: OfferedTemplate) => ({
    id: `newTemplate:${id}`, kind: 'newTemplate', severity: 'low', policies: [], summary: `Microsoft offers the policy template \`${name}\`, which no requirement is of`
  }))
}

function contentOf({ conditions, grantControls, sessionControls }: { readonly conditions?: unknown, readonly grantControls?: unknown, readonly sessionControls?: unknown }): unknown {
  return normalForm({ conditions: withoutPlaceholder(conditions), grantControls, sessionControls })
}

function withoutPlaceholder(conditions: unknown): unknown {
  const users = isObject(conditions) ? conditions['users'] : undefined
  const excluded: unknown = isObject(users) ? users['excludeUsers'] : undefined
  if (!isObject(conditions) || !isObject(users) || !Array.isArray(excluded)) return conditions
  return { ...conditions, users: { ...users, excludeUsers: excluded.filter(one => typeof one !== 'string' || one.toLowerCase() !== placeholder) } }
}

/** The paths of the members that are not the same in both normal forms, down to what is no object in one of them. */
function differences(own: unknown, offered: unknown, path = ''): string[] {
  if (JSON.stringify(own) === JSON.stringify(offered)) return []
  if (!isObject(own) || !isObject(offered)) return [path]
  return [...new Set([...Object.keys(own), ...Object.keys(offered)])].sort().flatMap(name => differences(own[name], offered[name], path === '' ? name : `${path}.${name}`))
}
