import { Type, type Static } from 'typebox'
import { TenantSettings } from '#src/domain/settings.ts'
import { SignInConditions } from '#src/domain/sign-in.ts'

const strict = { additionalProperties: false }
const Names = Type.Array(Type.String())
const Named = Type.Record(Type.String(), Names)
const Body = Type.Record(Type.String(), Type.Unknown())
const optional = Type.Optional

function literals<const V extends string>(values: readonly V[]) {
  return Type.Unsafe<V>({ type: 'string', enum: [...values] })
}

/** A member of this tenant unless it says otherwise; `home` is the tenant that an external account comes from. */
const Person = Type.Object({
  is: optional(literals(['internalGuest', 'externalGuest', 'externalMember', 'agentUser'])), home: optional(Type.String()), enabled: optional(Type.Boolean())
}, strict)

/** Null stands for a group whose members were not read. */
const Group = Type.Union([Type.Null(), Names, Type.Object({ members: Names, isAssignableToRole: Type.Boolean() }, strict)])

/** `attributes` absent: not read. An application of this tenant's own unless it says otherwise; `nobody`: the owner is not recorded. */
const App = Type.Object({
  owner: optional(literals(['microsoft', 'vendor', 'nobody'])),
  is: optional(literals(['managedIdentity', 'multitenant', 'agentIdentity', 'agentBlueprint'])),
  attributes: optional(Type.Union([Type.Null(), Type.Record(Type.String(), Body)]))
}, strict)

/** Ranges are CIDR or `lower-upper`. */
const Location = Type.Object({
  ranges: optional(Names), countries: optional(Names), trusted: optional(Type.Boolean()), includeUnknown: optional(Type.Boolean()),
  gps: optional(Type.Boolean()), is: optional(literals(['compliantNetwork']))
}, strict)

/** A tenant in few lines: names are ids, roles go by their names, a policy says what differs from MFA for everyone at everything. */
export const ShortTenant = Type.Object({
  people: optional(Type.Record(Type.String(), Type.Union([Type.Null(), Person]))),
  groups: optional(Type.Record(Type.String(), Group)),
  apps: optional(Type.Record(Type.String(), Type.Union([Type.Null(), App]))),
  locations: optional(Type.Record(Type.String(), Location)),
  strengths: optional(Named),
  roles: optional(Named), eligibleRoles: optional(Named), unitRoles: optional(Named), customRoles: optional(Named),
  licences: optional(Type.Array(literals(['P1', 'P2', 'Intune']))),
  securityDefaults: optional(Type.Boolean()),
  settings: optional(Type.Object(TenantSettings.properties, strict)),
  unread: optional(Names),
  policies: Type.Record(Type.String(), Type.Union([Type.Null(), Body]))
}, strict)

/** `blocked`, `granted`, `unknown`, or what is demanded: clauses, each `this or that`. */
const Outcome = Type.Union([literals(['blocked', 'granted', 'unknown']), Names])

/** A sign-in, by default of Ada to mail from a browser on Windows, and what each policy says to it. Those not named in `applies` or `unknown` do not apply. */
const ExpectedVerdict = Type.Object({
  who: optional(Type.Union([Type.String(), Body])), to: optional(Type.Union([Type.String(), Names, Body])),
  given: optional(Type.Object(SignInConditions.properties, strict)), scopes: optional(Names), publicClient: optional(Type.Boolean()),
  outcome: Outcome, certain: optional(Names), session: optional(Body),
  applies: optional(Names), unknown: optional(Names), not: optional(Type.Record(Type.String(), Type.String()))
}, strict)

/** A region of a gap: how many users, when, to which applications, and what its witness gets. */
const ExpectedGap = Type.Object({
  users: Type.Integer(), when: Type.String(), apps: optional(Names), anyOther: optional(Type.Boolean()), outcome: optional(Outcome)
}, strict)

/** Absent lists are empty, absent numbers 0; `apps` is looked at only where it is given. */
const ExpectedRequirement = Type.Object({
  status: literals(['met', 'gap', 'unknown', 'notApplicable']), says: optional(Type.String()),
  uncovered: optional(Names), users: optional(Type.Integer()), apps: optional(Type.Object({ appIds: Names, anyOther: Type.Boolean() }, strict)),
  gaps: optional(Type.Array(ExpectedGap)), possible: optional(Type.Array(ExpectedGap)), unknowns: optional(Names),
  accepted: optional(Type.Integer()), outside: optional(Type.Integer()), eligible: optional(Type.Integer()),
  protecting: optional(Names), wouldCover: optional(Names)
}, strict)

const findingKinds = ['gap', 'vacuous', 'redundant', 'shadowed', 'overridden', 'consolidatable', 'unsatisfiable', 'excessiveExclusions', 'lockoutRisk',
  'missingEmergencyExclusion', 'staleReference', 'unrecognised', 'securityDefaults', 'policyLimit', 'readyToEnforce'] as const

const ExpectedFinding = Type.Object({
  kind: literals(findingKinds), policies: Names, users: optional(Type.Integer()), says: optional(Type.String())
}, strict)

/** The tenant with policies added or replaced (`with`) and taken away (`without`). Each region's witness is evaluated on both sides. */
const ExpectedComparison = Type.Object({
  with: optional(Type.Record(Type.String(), Type.Union([Type.Null(), Body]))), without: optional(Names),
  relation: literals(['equivalent', 'stricter', 'looser', 'incomparable']),
  newlyBlocked: optional(Type.Integer()), newlyChallenged: optional(Type.Integer()), newlyFree: optional(Type.Integer()),
  regions: optional(Type.Array(Type.Object({ users: Type.Integer(), when: Type.String(), before: Outcome, after: Outcome }, strict)))
}, strict)

export const Case = Type.Object({
  name: Type.String(), why: Type.String(), tenant: ShortTenant,
  verdicts: optional(Type.Array(ExpectedVerdict)),
  requirements: optional(Type.Record(Type.String(), ExpectedRequirement)),
  findings: optional(Type.Array(ExpectedFinding)), noFindings: optional(Type.Array(literals(findingKinds))),
  comparison: optional(ExpectedComparison)
}, strict)

/** A file of the corpus: related cases. */
export const Cases = Type.Array(Case)

export type Case = Static<typeof Case>
export type ShortTenant = Static<typeof ShortTenant>
export type Outcome = Static<typeof Outcome>
export type ExpectedVerdict = Static<typeof ExpectedVerdict>
export type ExpectedGap = Static<typeof ExpectedGap>
export type ExpectedRequirement = Static<typeof ExpectedRequirement>
export type ExpectedComparison = Static<typeof ExpectedComparison>
