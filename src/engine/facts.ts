import { deviceOf, type Device } from './conditions/devices.ts'
import { placeOf, type Place } from './conditions/locations.ts'
import { targetsOf, type Scopes, type Target } from './conditions/resources.ts'
import { subjectOf, type Subject } from './conditions/users.ts'
import { unrecognisedPlatform } from './conditions/values.ts'
import { workloadOf, type Workload } from './conditions/workloads.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** A sign-in with its parts looked up. Either `subject` or `workload` is set. Undefined is not given. */
export interface Facts {
  readonly subject: Subject | undefined
  readonly workload: Workload | undefined
  readonly targets: readonly Target[]
  readonly scopes: Scopes
  readonly clientApp: string | undefined
  readonly platform: string | undefined
  readonly place: Place
  readonly device: Device
  readonly signInRisk: string
  readonly userRisk: string
  readonly insiderRisk: string
  readonly servicePrincipalRisk: string
  readonly agentRisk: string
  readonly flow: string
}

const given = (value: string | null | undefined): string | undefined =>
  value === null || value === undefined || value === '' || value.toLowerCase() === 'all' ? undefined : value

const level = (value: string | null | undefined): string => value ?? 'none'

/** Looks up the parts of a sign-in (S1 to S9). */
export function factsOf(signIn: SignIn, tenant: Tenant): Facts {
  const { signInIdentity: identity, signInConditions: conditions } = signIn
  const isWorkload = typeof identity.servicePrincipalId === 'string' || typeof identity.agentServicePrincipalId === 'string'
  const platform = given(conditions.devicePlatform)
  return {
    subject: isWorkload ? undefined : subjectOf(identity, tenant),
    workload: isWorkload ? workloadOf(identity, tenant) : undefined,
    targets: targetsOf(signIn.signInContext, tenant),
    scopes: { requested: signIn.requestedScopes ?? [], publicClient: signIn.publicClient ?? false },
    clientApp: given(conditions.clientAppType),
    platform: platform === 'unknownFutureValue' ? unrecognisedPlatform : platform,
    place: placeOf(conditions.ipAddress, conditions.country),
    device: deviceOf(conditions.deviceInfo),
    signInRisk: level(conditions.signInRiskLevel), userRisk: level(conditions.userRiskLevel),
    insiderRisk: level(conditions.insiderRiskLevel), servicePrincipalRisk: level(conditions.servicePrincipalRiskLevel),
    agentRisk: level(conditions.agentIdRiskLevel),
    flow: level(conditions.authenticationFlow?.transferMethod)
  }
}
