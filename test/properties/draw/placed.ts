import { objects, text } from '#src/simulator/what-if/json.ts'
import { drawPoints } from '#src/simulator/points/draw.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import * as names from './names.ts'
import { randomSignIn } from './sign-in.ts'
import type { Body, Random } from './random.ts'

const told: readonly string[] = names.risks
const externals: readonly string[] = names.guestTypes.slice(1)

/** Points drawn from the policies' text, people without an account, workloads, actions and contexts included, and random sign-ins near it. */
export function placedSignIns(file: Body, random: Random, count: { readonly points: number, readonly random: number }): SignIn[] {
  const drawn = [...drawPoints(file, { limit: count.points, seed: 1 + random.below(1_000_000), external: true, workloads: true, actions: true })]
  const near = Array.from({ length: count.random }, () => randomSignIn(random, file))
  return [...drawn, ...near].map(signInOf).filter(signIn => isPlaced(file, signIn))
}

/**
 * Whether everything about a sign-in that regions are cut by is given: an account that can sign in, as the directory describes it, or a person of
 * another tenant by type and tenant, or a workload of the tenant; one target; every condition.
 */
function isPlaced(file: Body, { signInIdentity, signInContext, signInConditions: given }: SignIn): boolean {
  if ((signInContext.includeApplications?.length ?? 1) !== 1) return false
  if (text(given.clientAppType) === null || given.clientAppType === 'all' || text(given.ipAddress) === null || given.country === undefined) return false
  if (text(given.devicePlatform) === null || given.devicePlatform === 'all') return false
  if (![given.signInRiskLevel, given.userRiskLevel, given.servicePrincipalRiskLevel, given.agentIdRiskLevel].every(risk => told.includes(risk ?? 'none'))) return false
  const workload = signInIdentity.servicePrincipalId ?? signInIdentity.agentServicePrincipalId ?? null
  if (workload !== null) return objects(file['servicePrincipals']).some(({ id, appId }) => id === workload || appId === workload)
  const { userId, externalUserType, externalTenantId } = signInIdentity
  const isTold = externalUserType != null || externalTenantId != null
  if (userId != null) return !isTold && objects(file['users']).some(({ id, accountEnabled }) => id === userId && accountEnabled === true)
  return externals.includes(externalUserType ?? '') && externalTenantId != null
}

function signInOf(body: Body): SignIn {
  const parsed = parseSignIn(body)
  if ('errors' in parsed) throw new Error(`the engine refuses a sign-in that was drawn: ${JSON.stringify(parsed.errors)}`)
  return parsed.signIn
}

/** Whether `All` reaches people of the type is not settled: the engine supposes either, which may decide what is unknown otherwise. */
export function isSupposed({ signInIdentity }: SignIn): boolean {
  return ['b2bDirectConnectUser', 'serviceProvider'].includes(signInIdentity.externalUserType ?? '')
}
