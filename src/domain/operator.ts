import { Type, type Static } from 'typebox'
import { literals } from './schema.ts'

export const scopes = ['Lacuna.Read', 'Lacuna.Propose', 'Lacuna.Decide'] as const
export const applicationRoles = ['Coverage.Read', 'Drafts.Write', 'Changes.Submit'] as const

/** Role template ids that open the service. Source: reference section 8. */
export const directoryRoles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
} as const

/** The person or application whose token a call carries, known by tenant and object id, never by name. */
export const Operator = Type.Object({
  tid: Type.String(), oid: Type.String(), kind: literals(['person', 'application']),
  clientId: Type.String({ description: 'The application that presented the token (`azp`).' }),
  scopes: Type.Array(Type.String()), roles: Type.Array(Type.String({ description: 'Application roles.' })),
  directoryRoles: Type.Array(Type.String({ description: 'Role template ids (`wids`).' })),
  isGuest: Type.Boolean(), authenticationContexts: Type.Array(Type.String())
})

export type Operator = Static<typeof Operator>
export type Scope = typeof scopes[number]
export type ApplicationRole = typeof applicationRoles[number]
