import { filterSide } from './filters.ts'
import { isEmpty, type Json, names, object, objects, same, text, texts } from './json.ts'
import { all, any, not, type Truth } from './truth.ts'

/** Whether a policy is about workloads (C2). */
export function isAboutWorkloads(clients: Json): boolean {
  return ['includeServicePrincipals', 'includeAgentIdServicePrincipals', 'servicePrincipalFilter', 'agentIdServicePrincipalFilter']
    .some((name) => !isEmpty(clients[name]))
}

export function isOfType(principal: Json, type: string): boolean {
  return (text(principal['@odata.type']) ?? '').toLowerCase().endsWith(type.toLowerCase())
}

/** §2.1 and C23: single-tenant principals of this tenant by one pair of lists, agent identities by the other. */
export function workloadsCondition(tenant: Json, clients: Json, id: string): Truth {
  const every = objects(tenant['servicePrincipals'])
  const principal = every.find((one) => same(one['id'], id)) ?? every.find((one) => same(one['appId'], id))
  if (principal === undefined) return null // S2
  const isAgent = isOfType(principal, 'agentIdentity')
  const [list, filter, everyone] = isAgent
    ? ['AgentIdServicePrincipals', clients['agentIdServicePrincipalFilter'], 'All']
    : ['ServicePrincipals', clients['servicePrincipalFilter'], 'ServicePrincipalsInMyTenant']
  const side = (mode: 'include' | 'exclude'): Truth => {
    const ids = texts(clients[`${mode}${list}`])
    return any([names(ids, everyone), names(ids, principal['id']), filterSide(filter, mode, principal)])
  }
  return all([isAgent ? true : isReachable(tenant, principal), side('include'), not(side('exclude'))])
}

function isReachable(tenant: Json, principal: Json): Truth {
  const owner = text(principal['appOwnerOrganizationId'])
  const home = text(object(tenant['organization'])['id'])
  return all([
    same(principal['servicePrincipalType'] ?? 'Application', 'Application'),
    same(principal['signInAudience'] ?? 'AzureADMyOrg', 'AzureADMyOrg'),
    owner === null || home === null ? null : same(owner, home)
  ])
}
