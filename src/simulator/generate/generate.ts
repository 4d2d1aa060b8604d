import { servicePrincipalAt } from './apps.ts'
import { idOf } from './draw.ts'
import { groupsOf } from './groups.ts'
import { namedLocations } from './locations.ts'
import { emergencyAccounts, planOf, type GenerateOptions, type Plan } from './plan.ts'
import { policiesOf } from './policies.ts'
import { roleAssignments, roleDefinitions, roleEligibilities } from './roles.ts'
import { domain, userAt } from './users.ts'

/** Characters that a piece has at least, but for the last; a piece is at most one object longer. */
const pieceLength = 65_536

/**
 * A synthetic tenant as a tenant file, in pieces whose concatenation is one JSON document. The same options give the same text;
 * nothing grows with the number of users. Throws a RangeError for options that make no tenant.
 */
export function generate(options: GenerateOptions): Generator<string> {
  return pieces(textOf(planOf(options)))
}

function* pieces(texts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function* textOf(plan: Plan): Generator<string> {
  yield `{"organization":${JSON.stringify(organization(plan))}`
  yield* list('subscribedSkus', [sku(plan)])
  yield* list('users', counted(plan.users, index => userAt(plan, index)))
  yield ',\n"groups":['
  yield* separated(groupTexts(plan))
  yield ']'
  yield* list('roleDefinitions', roleDefinitions())
  yield* list('roleAssignments', roleAssignments(plan))
  yield* list('roleEligibilities', roleEligibilities(plan))
  yield* list('servicePrincipals', counted(plan.apps, index => servicePrincipalAt(plan, index)))
  yield* list('namedLocations', namedLocations(plan.seed))
  for (const empty of ['authenticationStrengths', 'authenticationContexts', 'termsOfUse', 'devices', 'crossTenantPartners', 'signIns', 'directoryAudits']) yield* list(empty, [])
  yield* list('policies', policiesOf(plan))
  yield `,\n"securityDefaults":${JSON.stringify({ isEnabled: false })}`
  yield `,\n"deviceRegistrationPolicy":${JSON.stringify({ displayName: 'Device Registration Policy', userDeviceQuota: 50, multiFactorAuthConfiguration: 'notRequired' })}`
  yield `,\n"settings":${JSON.stringify({ emergencyAccess: { users: Array.from({ length: emergencyAccounts }, (_, index) => idOf(plan.seed, 'user', index)) } })}}\n`
}

function* counted(count: number, at: (index: number) => object): Generator<object> {
  for (let index = 0; index < count; index++) yield at(index)
}

function* list(name: string, objects: Iterable<object>): Generator<string> {
  yield `,\n${JSON.stringify(name)}:[`
  let mark = '\n'
  for (const object of objects) {
    yield `${mark}${JSON.stringify(object)}`
    mark = ',\n'
  }
  yield ']'
}

/** Puts a comma between things that each are several texts. */
function* separated(things: Iterable<Iterable<string>>): Generator<string> {
  let mark = '\n'
  for (const thing of things) {
    yield mark
    yield* thing
    mark = ',\n'
  }
}

function* groupTexts(plan: Plan): Generator<Iterable<string>> {
  for (const { head, members } of groupsOf(plan)) yield groupText(head, members)
}

function* groupText(head: object, members: Iterable<string>): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"members":[`
  let mark = ''
  for (const id of members) {
    yield `${mark}"${id}"`
    mark = ','
  }
  yield '],"owners":[]}'
}

function organization({ seed }: Plan): object {
  return {
    id: idOf(seed, 'tenant', 0), displayName: `Generated ${seed}`,
    verifiedDomains: [{ name: domain, isDefault: true, isInitial: true, capabilities: 'Email', type: 'Managed' }]
  }
}

/** Microsoft 365 E5: Entra ID P1 and P2, and Intune. */
function sku({ seed, users }: Plan): object {
  const plans = [['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'AAD_PREMIUM'], ['eec0eb4f-6444-4f95-aba0-50c24d67f998', 'AAD_PREMIUM_P2'], ['c1ec4a95-1f05-45b3-a911-aa3fa01094f5', 'INTUNE_A']]
  return {
    id: idOf(seed, 'sku', 0), skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06', skuPartNumber: 'SPE_E5', capabilityStatus: 'Enabled', consumedUnits: users,
    servicePlans: plans.map(([servicePlanId, servicePlanName]) => ({ servicePlanId, servicePlanName, provisioningStatus: 'Success', appliesTo: 'User' }))
  }
}
