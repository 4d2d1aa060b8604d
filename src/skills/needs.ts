import { directoryRoles, type ApplicationRole, type Scope } from '#src/domain/operator.ts'

/** What an operation asks of its caller: a scope and one of the directory roles from a person, or an application role. */
export interface Needs {
  readonly scope: Scope
  readonly roles: readonly string[]
  /** Absent where no application may call. */
  readonly applicationRole?: ApplicationRole
}

const proposers: readonly string[] = [
  directoryRoles.conditionalAccessAdministrator, directoryRoles.securityAdministrator, directoryRoles.globalAdministrator
]

const readers: readonly string[] = [directoryRoles.securityReader, directoryRoles.globalReader, ...proposers]

export const toRead: Needs = { scope: 'Lacuna.Read', roles: readers, applicationRole: 'Coverage.Read' }
export const toDraft: Needs = { scope: 'Lacuna.Propose', roles: proposers, applicationRole: 'Drafts.Write' }
export const toSubmit: Needs = { scope: 'Lacuna.Propose', roles: proposers, applicationRole: 'Changes.Submit' }

/** A person, through a deciding client: no application role opens these. */
export const toDecide: Needs = { scope: 'Lacuna.Decide', roles: proposers }
