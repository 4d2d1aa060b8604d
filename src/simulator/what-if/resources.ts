import { filterSide, principalOf } from './filters.ts'
import { isObject, type Json, names, object, same, text, texts } from './json.ts'
import { publishedOffice365 } from './office365.ts'
import type { SignIn } from './sign-in.ts'
import { agreed, all, any, not, type Truth } from './truth.ts'
import { isOfType } from './workloads.ts'

const microsoft = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'] // C9
const windowsAzureActiveDirectory = '00000002-0000-0000-c000-000000000000'
const oidc = ['email', 'offline_access', 'openid', 'profile'] // §2.3
const baseline = [...oidc, 'User.Read', 'User.Read.All', 'User.ReadBasic.All', 'People.Read', 'People.Read.All', 'GroupMember.Read.All', 'Member.Read.Hidden']

/** §2.3: applications, user actions or authentication contexts. */
export function resourcesCondition(tenant: Json, applications: Json, signIn: SignIn): Truth {
  const isAll = names(texts(applications['includeApplications']), 'All')
  const actions = texts(applications['includeUserActions'])
  const contexts = texts(applications['includeAuthenticationContextClassReferences'])
  const { target } = signIn
  if (target.kind !== 'application') { // C12
    return target.kind === 'userActions' ? names(actions, target.value) || isAll : names(contexts, target.value) || (isAll ? null : false)
  }
  if (actions.length + contexts.length > 0) return false
  return any(target.appIds.map((appId) => audienceCondition(tenant, applications, signIn, appId))) // S3
}

/** One audience, with the baseline scopes of §2.3 (C14). */
function audienceCondition(tenant: Json, applications: Json, { scopes, isPublic }: SignIn, appId: string): Truth {
  const filter = applications['applicationFilter']
  const isAll = names(texts(applications['includeApplications']), 'All')
  const hasExclusion = texts(applications['excludeApplications']).length > 0 || (isObject(filter) && same(filter['mode'], 'exclude'))
  const short = scopes.map((scope) => scope.replace(/^https:\/\/graph\.(microsoft\.com|windows\.net)\//i, ''))
  const isBaseline = short.length > 0 && short.every((scope) => names(baseline, scope))
  if (!isAll || !hasExclusion || !isBaseline) return inScope(tenant, applications, appId)
  const isExempt = short.every((scope) => names(oidc, scope)) && !isPublic ? side(tenant, applications, 'exclude', appId) : false
  const mode = object(tenant['settings'])['baselineScopes']
  const custom = text(object(mode)['custom'])
  const enforced = inScope(tenant, applications, custom ?? windowsAzureActiveDirectory)
  return all([not(isExempt), mode === 'legacy' ? false : mode === 'enforced' || custom !== null ? enforced : agreed([false, enforced])])
}

function inScope(tenant: Json, applications: Json, appId: string): Truth {
  return all([side(tenant, applications, 'include', appId), not(side(tenant, applications, 'exclude', appId))])
}

function side(tenant: Json, applications: Json, mode: 'include' | 'exclude', appId: string): Truth {
  const listed = texts(applications[`${mode}Applications`]).map((token) => matchesToken(tenant, token, appId))
  return any([...listed, filterSide(applications['applicationFilter'], mode, principalOf(tenant, appId))])
}

function matchesToken(tenant: Json, token: string, appId: string): Truth {
  if (same(token, 'All') || same(token, appId)) return true
  if (!names(['Office365', 'MicrosoftAdminPortals', 'AllAgentIdResources'], token)) return false
  const principal = principalOf(tenant, appId)
  const owner = principal?.['appOwnerOrganizationId']
  if (same(token, 'AllAgentIdResources')) { // C11
    return principal === undefined ? null : isOfType(principal, 'agentIdentity') || isOfType(principal, 'agentIdentityBlueprintPrincipal')
  }
  const list = object(tenant['settings'])[same(token, 'Office365') ? 'office365' : 'adminPortals']
  if (Array.isArray(list)) return names(texts(list), appId) // C9: with a list in settings, the list decides
  if (same(token, 'Office365') && names(publishedOffice365, appId)) return true
  return typeof owner === 'string' && !names(microsoft, owner) ? false : null
}
