import { office365 } from './office365.ts'
import { filterTruth } from './workloads.ts'
import { agreed, and, anyOf, not, or, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import type { ServicePrincipal } from '#src/domain/directory.ts'
import type { Filter, PolicyApplications } from '#src/domain/policy.ts'
import type { SignIn } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** A group of applications whose members Microsoft does not publish in full, by its keyword. */
export type AppGroup = 'office365' | 'microsoftadminportals'

/** What is signed in to. `app` is undefined for an application that the tenant does not hold. */
export type Target =
  | { readonly kind: 'application', readonly appId: string, readonly app: ServicePrincipal | undefined, readonly supposedIn?: AppGroup }
  | { readonly kind: 'userAction', readonly action: string }
  | { readonly kind: 'authenticationContext', readonly id: string }

/** A policy's applications, ready to be judged. */
export interface ResourceScope {
  readonly include: ReadonlySet<string>
  readonly exclude: ReadonlySet<string>
  readonly actions: ReadonlySet<string>
  readonly contexts: ReadonlySet<string>
  readonly filter: Filter | null
}

/** The scopes of a request and the kind of client that makes it. */
export interface Scopes {
  readonly requested: readonly string[]
  readonly publicClient: boolean
}

export const appGroups: readonly AppGroup[] = ['office365', 'microsoftadminportals']

const microsoftTenants = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']
const office365Ids = new Set<string>(office365.appIds)
const windowsAzureActiveDirectory = '00000002-0000-0000-c000-000000000000'
const oidcScopes = new Set(['email', 'offline_access', 'openid', 'profile'])
const baselineScopes = new Set([...oidcScopes, 'user.read', 'user.read.all', 'user.readbasic.all', 'people.read', 'people.read.all',
  'groupmember.read.all', 'member.read.hidden'])
const lowered = (ids: readonly string[]): Set<string> => new Set(ids.map(id => id.toLowerCase()))

export function resourceScope(applications: PolicyApplications): ResourceScope {
  return {
    include: lowered(applications.includeApplications), exclude: lowered(applications.excludeApplications),
    actions: lowered(applications.includeUserActions), contexts: lowered(applications.includeAuthenticationContextClassReferences),
    filter: applications.applicationFilter
  }
}

/** Whether the resource condition holds for one target, whatever scopes are asked for (C9 to C13). */
export function targetTruth(scope: ResourceScope, target: Target, tenant: Tenant): Truth {
  if (target.kind === 'userAction') return scope.actions.has(target.action) || scope.include.has('all') ? TRUE : FALSE
  if (target.kind === 'authenticationContext') return scope.contexts.has(target.id) ? TRUE : scope.include.has('all') ? UNKNOWN : FALSE
  const included = or(appsTruth(scope.include, target, tenant), filterTruth(scope.filter, 'include', target.app))
  if (included === FALSE) return FALSE
  return and(included, not(or(appsTruth(scope.exclude, target, tenant), filterTruth(scope.filter, 'exclude', target.app))))
}

/** Whether the resource condition holds for a target for which that of `other` does: what both ask is not asked twice. */
export function targetTruthGiven(scope: ResourceScope, other: ResourceScope, target: Target, tenant: Tenant): Truth {
  const isSame = JSON.stringify(scope.filter) === JSON.stringify(other.filter)
  const named = (one: ResourceScope): ReadonlySet<string> => one.include.union(one.actions).union(one.contexts)
  const included = isSame && named(other).isSubsetOf(named(scope))
  if (included && scope.exclude.isSubsetOf(other.exclude)) return TRUE
  if (!included || target.kind !== 'application') return targetTruth(scope, target, tenant)
  return not(or(appsTruth(scope.exclude, target, tenant), filterTruth(scope.filter, 'exclude', target.app)))
}

function appsTruth(ids: ReadonlySet<string>, target: Target & { kind: 'application' }, tenant: Tenant): Truth {
  if (ids.has('all') || ids.has(target.appId)) return TRUE
  let result: Truth = FALSE
  for (const group of appGroups) if (ids.has(group)) result = or(result, groupTruth(group, target, tenant))
  if (ids.has('allagentidresources')) result = or(result, agentResourceTruth(target.app))
  return result
}

/** Whether an application is in one of the groups (C9), or is supposed to be. */
export function groupTruth(group: AppGroup, target: Target & { kind: 'application' }, tenant: Tenant): Truth {
  return target.supposedIn === group ? TRUE : group === 'office365' ? office365Truth(target, tenant) : adminPortalTruth(target, tenant)
}

/** The applications that are in a group for sure: those of the tenant's settings, else those published. */
export function declaredIn(group: AppGroup, { settings }: Tenant): readonly string[] {
  return group === 'office365' ? settings.office365 ?? office365.appIds : settings.adminPortals ?? []
}

function office365Truth(target: Target & { kind: 'application' }, tenant: Tenant): Truth {
  const list = tenant.settings.office365
  if (list !== undefined) return list.some(id => id.toLowerCase() === target.appId) ? TRUE : FALSE
  return office365Ids.has(target.appId) ? TRUE : microsoftTruth(target.app)
}

function adminPortalTruth(target: Target & { kind: 'application' }, tenant: Tenant): Truth {
  const list = tenant.settings.adminPortals
  if (list !== undefined) return list.some(id => id.toLowerCase() === target.appId) ? TRUE : FALSE
  return microsoftTruth(target.app)
}

/** What keywords look at, as a key: applications of the same key that no policy names are the same to every keyword. */
export function traitsOf(target: Target & { kind: 'application' }, tenant: Tenant): string {
  return [office365Truth(target, tenant), adminPortalTruth(target, tenant), agentResourceTruth(target.app)].join('')
}

/** Unknown for what may be one of Microsoft's own services, false for the rest. */
function microsoftTruth(app: ServicePrincipal | undefined): Truth {
  const owner = app?.appOwnerOrganizationId?.toLowerCase()
  return owner === undefined || microsoftTenants.includes(owner) ? UNKNOWN : FALSE
}

function agentResourceTruth(app: ServicePrincipal | undefined): Truth {
  return app === undefined ? UNKNOWN : app.isAgentIdentity || app.isAgentBlueprint ? TRUE : FALSE
}

/** Whether the resource condition holds for one of the targets, with baseline scopes as ruled (C14, S3). */
export function resourceTruth(scope: ResourceScope, targets: readonly Target[], scopes: Scopes, tenant: Tenant): Truth {
  if (!mindsScopes(scope) || !baselineOnly(scopes.requested)) return anyOf(targets, target => targetTruth(scope, target, tenant))
  return anyOf(targets, target => target.kind === 'application' ? baselineTruth(scope, target, scopes, tenant) : targetTruth(scope, target, tenant))
}

/** Whether requests for baseline scopes only may be treated apart: all applications with one excluded (C14). */
export function mindsScopes({ include, exclude, filter }: ResourceScope): boolean {
  return include.has('all') && (exclude.size > 0 || filter?.mode === 'exclude')
}

function baselineOnly(requested: readonly string[]): boolean {
  return requested.length > 0 && requested.every(name => baselineScopes.has(scopeName(name)))
}

/** The scope's name where it is one of the directory's own, the whole text otherwise. */
function scopeName(scope: string): string {
  return scope.toLowerCase().replace(/^(https:\/\/graph\.(microsoft\.com|windows\.net)|00000003-0000-0000-c000-000000000000)\/+/, '')
}

function baselineTruth(scope: ResourceScope, target: Target & { kind: 'application' }, scopes: Scopes, tenant: Tenant): Truth {
  const oidcOnly = scopes.requested.every(name => oidcScopes.has(scopeName(name)))
  const ordinary = targetTruth(scope, target, tenant)
  if (oidcOnly && !scopes.publicClient && ordinary === FALSE) return FALSE
  const judged = (appId: string): Truth => targetTruth(scope, applicationTarget(appId, tenant), tenant)
  const setting = tenant.settings.baselineScopes ?? 'unknown'
  const ruled = setting === 'legacy' ? FALSE
    : setting === 'enforced' ? judged(windowsAzureActiveDirectory)
      : typeof setting === 'object' ? judged(setting.custom) : agreed([FALSE, judged(windowsAzureActiveDirectory)])
  const exempt = oidcOnly && !scopes.publicClient && ordinary === UNKNOWN
  return exempt ? agreed([FALSE, ruled]) : ruled
}

export function applicationTarget(appId: string, tenant: Tenant): Target & { kind: 'application' } {
  return { kind: 'application', appId: appId.toLowerCase(), app: tenant.apps.list[tenant.apps.indexOfAppId(appId)] }
}

const actions: Readonly<Record<string, string>> = {
  registersecurityinformation: 'urn:user:registersecurityinfo', registerorjoindevices: 'urn:user:registerdevice'
}

/** The targets of a sign-in (S3, S4). */
export function targetsOf(context: SignIn['signInContext'], tenant: Tenant): Target[] {
  const action = context.userAction?.toLowerCase()
  if (action !== undefined) return [{ kind: 'userAction', action: actions[action] ?? action }]
  const id = context.authenticationContextValue?.toLowerCase()
  if (id !== undefined) return [{ kind: 'authenticationContext', id }]
  return (context.includeApplications ?? []).map(appId => applicationTarget(appId, tenant))
}
