import { locationCondition } from '#src/simulator/what-if/locations.ts'
import { object, objects, text, texts } from '#src/simulator/what-if/json.ts'
import type { GapRegion } from '#src/engine/gap-region.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import * as names from './names.ts'
import type { Body } from './random.ts'

type Region = Pick<GapRegion, 'users' | 'externals' | 'apps' | 'conditions' | 'witness'>

/** What regions were worked out against: the file, the tenant read from it, and the policies that cut its sign-ins. */
export interface Cut {
  readonly file: Body
  readonly tenant: Tenant
  readonly policies: readonly Body[]
}

/** Whether a region holds a sign-in, as far as its names tell: of devices they tell registered from not, of actions and contexts nothing. */
export function isInside(cut: Cut, region: Region, signIn: SignIn): boolean {
  const { signInConditions: given } = signIn
  const { conditions } = region
  const listed = (list: readonly string[] | undefined, value: string | null | undefined): boolean =>
    list === undefined || list.some(one => one.toLowerCase() === (value ?? 'none').toLowerCase())
  return isAmong(cut, region, signIn) && isRequested(cut, region, signIn)
    && listed(conditions.clientAppTypes, given.clientAppType) && listed(conditions.platforms, (given.devicePlatform ?? '').startsWith('unknown') ? 'unknown' : given.devicePlatform)
    && listed(conditions.signInRiskLevels, given.signInRiskLevel) && listed(conditions.userRiskLevels, given.userRiskLevel)
    && listed(conditions.insiderRiskLevels, given.insiderRiskLevel) && listed(conditions.authenticationFlows, given.authenticationFlow?.transferMethod)
    && listed(conditions.servicePrincipalRiskLevels, given.servicePrincipalRiskLevel) && listed(conditions.agentIdRiskLevels, given.agentIdRiskLevel)
    && (conditions.devices === undefined || conditions.devices.some(words => (words === 'an unregistered device') === (given.deviceInfo == null)))
    && isPlacedIn(cut, conditions.locations, signIn)
}

function isAmong({ tenant }: Cut, { users, externals, witness }: Region, { signInIdentity }: SignIn): boolean {
  const [workload, ofRegion] = [signInIdentity, witness.signInIdentity].map(one => one.servicePrincipalId ?? one.agentServicePrincipalId ?? null)
  if (workload != null || ofRegion != null) return workload != null && ofRegion != null && users.has(tenant.apps.indexOf(workload) < 0 ? tenant.apps.indexOfAppId(workload) : tenant.apps.indexOf(workload))
  const { userId, externalUserType, externalTenantId } = signInIdentity
  if (userId != null) return users.has(tenant.users.indexOf(userId))
  return externals.some(words => words.startsWith(`${externalUserType} of `) && (words.includes(`tenant \`${externalTenantId}\``) || words.includes('another tenant')))
}

/** Requests for baseline scopes are in regions of their own where they are treated apart, else in those of all requests. */
function isRequested(cut: Cut, { apps, witness }: Region, { signInContext, requestedScopes }: SignIn): boolean {
  const [appId] = signInContext.includeApplications ?? []
  if (appId === undefined) return apps.anyOther || witness.signInContext.includeApplications === undefined
  if (witness.requestedScopes !== undefined && requestedScopes === undefined) return false
  return apps.appIds.includes(appId) || (apps.anyOther && !isTold(cut, appId))
}

/** Whether an application is told by its id: the tenant holds it, a policy names it, or a list that stands for a keyword in use. */
function isTold({ file, tenant, policies }: Cut, appId: string): boolean {
  const text = JSON.stringify(policies)
  const settings = object(file['settings'])
  const isListed = (keyword: string, list: string): boolean => text.includes(`"${keyword}"`) && texts(settings[list]).includes(appId)
  return tenant.apps.indexOfAppId(appId) >= 0 || text.includes(`"${appId}"`) || isListed('Office365', 'office365') || isListed('MicrosoftAdminPortals', 'adminPortals')
}

/** A cell of locations is told by the locations that a place is inside of, among those that the policies name. */
function isPlacedIn({ file, policies }: Cut, labels: readonly string[] | undefined, { signInConditions }: SignIn): boolean {
  if (labels === undefined || labels.some(words => words.includes('more combinations'))) return true
  const named = new Set(policies.map(({ conditions }) => object(object(conditions)['locations'])).flatMap(one => [...texts(one['includeLocations']), ...texts(one['excludeLocations'])]))
  const isTrusted = named.has('AllTrusted')
  const used = objects(file['namedLocations']).filter(({ id, isTrusted: own }) => named.has(text(id) ?? '') || (isTrusted && own === true)).flatMap(({ id }) => text(id) ?? [])
  const mfa = isTrusted || named.has(names.mfaTrustedIps) ? [names.mfaTrustedIps] : []
  const within = [...used, ...mfa].filter(id => locationCondition(file, { includeLocations: [id] }, signInConditions) === true)
  const told = within.map(id => id === names.mfaTrustedIps ? 'MFA trusted IPs' : id).sort().join()
  return labels.some(label => label.split(' or ').some(words => [...words.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort().join() === told))
}
