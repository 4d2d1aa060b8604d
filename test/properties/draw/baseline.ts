import { objectIn } from '#src/tenant/json.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { requirements } from '#src/requirements/all.ts'

const roles = ['role-global', 'role-helpdesk']

/** The baseline, with the roles that random tenants have. */
export const baseline: readonly Requirement[] = requirements.map(one => {
  if (one.population.roles === null) return one.population.exceptRoles === undefined ? one : { ...one, population: { ...one.population, exceptRoles: ['role-global'] } }
  const { template } = one
  const users = objectIn(template.conditions, 'users')
  return {
    ...one, population: { ...one.population, roles },
    template: { ...template, conditions: { ...template.conditions, users: users !== null && 'includeRoles' in users ? { ...users, includeRoles: roles } : users } }
  }
})
