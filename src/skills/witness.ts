import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { short } from './reply.ts'

/** One concrete sign-in in a phrase that a person can enter in Entra's What If. */
export function witnessWords(tenant: Tenant, { signInIdentity, signInContext, signInConditions }: SignIn): string {
  const { deviceInfo, country, ipAddress, authenticationFlow } = signInConditions
  const flow = authenticationFlow?.transferMethod
  const parts = [
    `${subjectWords(tenant, signInIdentity)} to ${targetWords(tenant, signInContext)}`,
    signInConditions.clientAppType, signInConditions.devicePlatform,
    ipAddress === undefined || ipAddress === null ? undefined : `from ${ipAddress}`,
    country === undefined || country === null ? undefined : `in ${country}`,
    deviceInfo === undefined || deviceInfo === null ? 'unregistered device' : `device ${short(JSON.stringify(deviceInfo), 80)}`,
    risk('sign-in risk', signInConditions.signInRiskLevel), risk('user risk', signInConditions.userRiskLevel),
    risk('insider risk', signInConditions.insiderRiskLevel), risk('service principal risk', signInConditions.servicePrincipalRiskLevel),
    risk('agent risk', signInConditions.agentIdRiskLevel),
    flow === undefined || flow === null || flow === 'none' ? undefined : `by ${flow}`
  ]
  return parts.filter(part => part !== undefined && part !== null).join(', ')
}

function risk(name: string, level: string | null | undefined): string | undefined {
  return level === undefined || level === null || level === 'none' ? undefined : `${name} ${level}`
}

function subjectWords({ users, apps }: Tenant, { userId, servicePrincipalId, agentServicePrincipalId }: SignIn['signInIdentity']): string {
  const workload = servicePrincipalId ?? agentServicePrincipalId
  if (workload !== undefined && workload !== null) return short(apps.list[apps.indexOf(workload)]?.displayName ?? workload, 80)
  const index = users.indexOf(userId ?? '')
  return index < 0 ? 'an external user' : short(users.at(index).userPrincipalName, 80)
}

function targetWords(tenant: Tenant, { includeApplications, userAction, authenticationContextValue }: SignIn['signInContext']): string {
  const [appId] = includeApplications ?? []
  if (appId === undefined) return userAction ?? authenticationContextValue ?? 'any target'
  const index = tenant.apps.indexOfAppId(appId)
  return index < 0 ? `application ${appId}` : `${short(tenant.apps.list[index]?.displayName ?? appId, 60)} (${appId})`
}
