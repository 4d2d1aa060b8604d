import { Type, type Static } from 'typebox'
import { RequirementResult, Unknown } from './coverage.ts'
import { Finding } from './finding.ts'
import { nullable } from './schema.ts'
import { Unread } from './settings.ts'
import { Suggestion } from './suggestion.ts'

/** People whom other policies govern: they are outside of these requirements, or with null of all. */
const PersonaSummary = Type.Object({ name: Type.String(), governedBy: Type.String(), accounts: Type.Integer(), requirements: nullable(Type.Array(Type.String())) })

/** Which tenant was judged, as of when, read by whom, and what could not be read. */
export const TenantSummary = Type.Object({
  id: nullable(Type.String()), displayName: nullable(Type.String()),
  collectedAt: nullable(Type.String()), collectedBy: nullable(Type.String()),
  users: Type.Integer(), groups: Type.Integer(), apps: Type.Integer(), policies: Type.Integer(),
  unread: Type.Array(Unread), personas: Type.Array(PersonaSummary)
})

/** The whole optimization of one tenant: what `lacuna analyze --format json` prints and a run records. */
export const Analysis = Type.Object({
  tenant: TenantSummary,
  requirements: Type.Array(RequirementResult),
  findings: Type.Array(Finding),
  suggestions: Type.Array(Suggestion),
  unknowns: Type.Array(Unknown)
})

export type TenantSummary = Static<typeof TenantSummary>
export type Analysis = Static<typeof Analysis>
