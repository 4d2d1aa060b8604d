import type { Requirement } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Whom a number of a coverage's user sets stands for. */
export interface Identity {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
}

/** An account by its index, or, for a requirement about workloads, a service principal, whose appId stands for the principal name. */
export function identityAt({ users, apps }: Tenant, { population: { subjects = 'people' } }: Requirement, index: number): Identity {
  if (subjects === 'people') return users.at(index)
  const { id = '', appId: userPrincipalName = '', displayName = '' } = apps.list[index] ?? {}
  return { id, userPrincipalName, displayName }
}

/** The number of an identity by its object id in the user sets of a requirement's coverage, or -1. */
export function identityIndex({ users, apps }: Tenant, { population: { subjects = 'people' } }: Requirement, id: string): number {
  return subjects === 'people' ? users.indexOf(id) : apps.indexOf(id)
}
