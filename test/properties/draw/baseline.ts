import type { Requirement } from '#src/domain/requirement.ts'
import { requirements } from '#src/requirements/all.ts'

/** The baseline, with the roles that random tenants have. */
export const baseline: readonly Requirement[] = requirements.map(one => one.population.roles === null ? one : { ...one, population: { ...one.population, roles: ['role-global', 'role-helpdesk'] } })
