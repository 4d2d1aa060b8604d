import { licenceStatus } from './licence.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** What was found: how many regions are left for sure and possibly, and which policies protect. */
export interface Found {
  readonly gaps: number
  readonly possible: number
  readonly protecting: readonly CompiledPolicy[]
}

/** The status of a requirement, and one sentence that says why. */
export function statusOf({ tenant }: Compiled, requirement: Requirement, found: Found): { readonly status: RequirementResult['status'], readonly reason: string } {
  const licence = licenceStatus(tenant, requirement.licence)
  const isAboutPeople = (requirement.population.subjects ?? 'people') === 'people'
  if (licence.missing.length > 0) return { status: 'notApplicable', reason: `the tenant has no ${licence.missing.join(' and no ')}` }
  if (!tenant.policiesRead) return { status: 'unknown', reason: 'the policies were not read' }
  if (isAboutPeople && !tenant.users.read) return { status: 'unknown', reason: 'the users were not read' }
  if (!isAboutPeople && !tenant.apps.read) return { status: 'unknown', reason: 'the service principals were not read' }
  if (found.gaps > 0) {
    return { status: 'gap', reason: tenant.securityDefaults === true ? 'security defaults are on, so policies do not run' : 'enforced policies leave sign-ins out' }
  }
  if (found.possible > 0) return { status: 'unknown', reason: 'whether enforced policies cover every sign-in depends on facts that are not known' }
  const outside = isAboutPeople ? '; external users without a directory object are outside' : ''
  return { status: 'met', reason: `enforced policies cover every sign-in in scope${legacyWords(requirement, found.protecting)}${outside}` }
}

/** Says where clients of legacy protocols are kept out by controls that they cannot meet, not by a block. */
function legacyWords({ satisfiedBy }: Requirement, protecting: readonly CompiledPolicy[]): string {
  const names = protecting.filter(({ demand }) => !demand.block).map(({ policy }) => `\`${policy.displayName}\``)
  if (!satisfiedBy.legacyCannot || names.length === 0) return ''
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return `; legacy clients cannot meet the controls of ${names.slice(0, 3).join(', ')}${more}, so they are blocked`
}
