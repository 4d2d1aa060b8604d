import { matches, termsOf, type PropertyValue } from '../device-filter/match.ts'
import { parseRule } from '../device-filter/parse.ts'
import { and, not, or, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import type { ServicePrincipal } from '#src/domain/directory.ts'
import type { Filter, PolicyClientApplications } from '#src/domain/policy.ts'
import type { SignInIdentity } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** A workload that signs in; `app` is undefined for one that the tenant does not hold. */
export interface Workload {
  readonly id: string
  readonly app: ServicePrincipal | undefined
}

/** Whether the policy is about workloads at all (C2). */
export function targetsWorkloads(condition: PolicyClientApplications | null): condition is PolicyClientApplications {
  return condition !== null && (condition.includeServicePrincipals.length > 0 || condition.includeAgentIdServicePrincipals.length > 0 ||
    condition.servicePrincipalFilter !== null || condition.agentIdServicePrincipalFilter !== null)
}

/** Whether the workload condition holds (C23). */
export function workloadTruth(condition: PolicyClientApplications, workload: Workload, tenant: Tenant): Truth {
  const { app } = workload
  if (app === undefined) return UNKNOWN
  if (app.isAgentIdentity) {
    return listTruth(app, {
      keyword: 'all', include: condition.includeAgentIdServicePrincipals, exclude: condition.excludeAgentIdServicePrincipals,
      filter: condition.agentIdServicePrincipalFilter
    })
  }
  const owned = ownedTruth(app, tenant)
  return owned === FALSE ? FALSE : and(owned, listTruth(app, {
    keyword: 'serviceprincipalsinmytenant', include: condition.includeServicePrincipals, exclude: condition.excludeServicePrincipals,
    filter: condition.servicePrincipalFilter
  }))
}

/** The lists of one kind of workload, with the keyword that stands for all of them. */
interface WorkloadLists {
  readonly keyword: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly filter: Filter | null
}

function listTruth(app: ServicePrincipal, { keyword, include, exclude, filter }: WorkloadLists): Truth {
  const named = (ids: readonly string[]): Truth => ids.some(id => [keyword, app.id.toLowerCase()].includes(id.toLowerCase())) ? TRUE : FALSE
  const included = or(named(include), filterTruth(filter, 'include', app))
  return and(included, not(or(named(exclude), filterTruth(filter, 'exclude', app))))
}

/** Whether a service principal is one that Conditional Access reaches: of this tenant alone, and no managed identity. */
export function ownedTruth(app: ServicePrincipal, tenant: Tenant): Truth {
  if (app.servicePrincipalType !== null && app.servicePrincipalType !== 'Application') return FALSE
  if (app.signInAudience !== null && app.signInAudience !== 'AzureADMyOrg') return FALSE
  if (app.appOwnerOrganizationId === null || tenant.organization.id === null) return UNKNOWN
  return app.appOwnerOrganizationId.toLowerCase() === tenant.organization.id.toLowerCase() ? TRUE : FALSE
}

/** What a filter adds to one side, include or exclude; one whose mode is not known may add to either. */
export function filterTruth(filter: Filter | null, mode: 'include' | 'exclude', app: ServicePrincipal | undefined): Truth {
  const other = mode === 'include' ? 'exclude' : 'include'
  return filter === null || filter.mode === other ? FALSE : attributeTruth(filter, app)
}

/** Whether a filter over custom security attributes matches; unknown where they were not read or the rule cannot be judged (C13). */
function attributeTruth(filter: Filter, app: ServicePrincipal | undefined): Truth {
  if (app?.customSecurityAttributes === undefined || (filter.mode !== 'include' && filter.mode !== 'exclude')) return UNKNOWN
  const rule = parseRule(filter.rule, 'CustomSecurityAttribute')
  if ('error' in rule || termsOf(rule).some(({ path }) => path.includes('.'))) return UNKNOWN
  const attributes = app.customSecurityAttributes ?? {}
  return matches(rule, path => attributeOf(attributes, path.toLowerCase())) ? TRUE : FALSE
}

/** The values of the attributes that the filters name, as a key for each application; undefined attributes were not read. */
export function attributesNamed(filters: readonly Filter[]): (app: ServicePrincipal | undefined) => string {
  const rules = filters.map(({ rule }) => parseRule(rule, 'CustomSecurityAttribute'))
  const paths = [...new Set(rules.flatMap(rule => 'error' in rule ? [] : termsOf(rule).map(({ path }) => path.toLowerCase())))].sort()
  return app => app?.customSecurityAttributes === undefined ? 'unread'
    : JSON.stringify(paths.map(path => attributeOf(app.customSecurityAttributes ?? {}, path)))
}

function attributeOf(attributes: Readonly<Record<string, unknown>>, path: string): PropertyValue {
  for (const [set, values] of Object.entries(attributes)) {
    if (typeof values !== 'object' || values === null) continue
    for (const [name, value] of Object.entries(values)) {
      if (`${set}_${name}`.toLowerCase() === path) return propertyValue(value)
    }
  }
  return null
}

function propertyValue(value: unknown): PropertyValue {
  if (Array.isArray(value)) return value.filter(element => typeof element === 'string')
  return typeof value === 'string' || typeof value === 'boolean' ? value : value === null || value === undefined ? null : JSON.stringify(value)
}

/** The workload of a sign-in, by object id, then by appId (S2). */
export function workloadOf(identity: SignInIdentity, tenant: Tenant): Workload {
  const id = identity.servicePrincipalId ?? identity.agentServicePrincipalId ?? ''
  const byId = tenant.apps.indexOf(id)
  return { id, app: tenant.apps.list[byId >= 0 ? byId : tenant.apps.indexOfAppId(id)] }
}
