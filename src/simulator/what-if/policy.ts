import { clientAppsCondition, flowCondition, insiderCondition, platformsCondition, riskCondition } from './choices.ts'
import { deviceCondition } from './filters.ts'
import { flags, type Json, names, object, same, texts } from './json.ts'
import { locationCondition } from './locations.ts'
import { resourcesCondition } from './resources.ts'
import { conditionSet, fits } from './shapes.ts'
import type { SignIn } from './sign-in.ts'
import { all, type Truth } from './truth.ts'
import { personOf, usersCondition } from './users.ts'
import { isAboutWorkloads, workloadsCondition } from './workloads.ts'

const active = ['enabled', 'enabledForReportingButNotEnforced']

/** Every condition of a policy with the reason that Graph gives for it, in the order in which the first false one is reported. */
export function conditionsOf(tenant: Json, policy: Json, signIn: SignIn): [string, Truth][] {
  const is = object(policy['conditions'])
  const given = signIn.conditions
  return [
    ['policyNotEnabled', names(active, policy['state']) ? true : same(policy['state'], 'disabled') ? false : null], // C1
    ...subjectConditions(tenant, is, signIn),
    [signIn.target.kind, resourcesCondition(tenant, object(is['applications']), signIn)],
    ['devicePlatform', platformsCondition(object(is['platforms']), given['devicePlatform'])],
    ['devices', deviceCondition(object(is['devices'])['deviceFilter'], given['deviceInfo'])],
    ['clientApps', clientAppsCondition(texts(is['clientAppTypes']), given['clientAppType'])],
    ['location', locationCondition(tenant, object(is['locations']), given)],
    ['signInRisk', riskCondition(texts(is['signInRiskLevels']), given['signInRiskLevel'])],
    ['userRisk', riskCondition(texts(is['userRiskLevels']), given['userRiskLevel'])],
    ['insiderRisk', insiderCondition(is['insiderRiskLevels'], given['insiderRiskLevel'])],
    ['authenticationFlow', flowCondition(object(is['authenticationFlows']), given['authenticationFlow'])],
    ...workloadRisks(tenant, is, signIn),
    ['notEnoughInformation', fits(is, conditionSet) ? true : null] // C22
  ]
}

/** Whether a policy applies, and the first condition that is false (§2, §4). */
export function judge(tenant: Json, policy: Json, signIn: SignIn): { policyApplies: Truth, analysisReasons: string } {
  const conditions = conditionsOf(tenant, policy, signIn)
  const policyApplies = all(conditions.map(([, truth]) => truth))
  const first = conditions.find(([, truth]) => truth === false)?.[0].replace('servicePrincipalRisk', 'signInRisk')
  return { policyApplies, analysisReasons: policyApplies === true ? 'notSet' : first ?? 'notEnoughInformation' }
}

function subjectConditions(tenant: Json, is: Json, signIn: SignIn): [string, Truth][] { // §2.1, C2
  const clients = object(is['clientApplications'])
  if (signIn.workload === null) {
    return [['users', isAboutWorkloads(clients) ? false : usersCondition(tenant, object(is['users']), personOf(tenant, signIn))]]
  }
  return [['workloadIdentities', isAboutWorkloads(clients) ? workloadsCondition(tenant, clients, signIn.workload) : false]]
}

function workloadRisks(tenant: Json, is: Json, signIn: SignIn): [string, Truth][] { // C20
  const ofPrincipal = texts(is['servicePrincipalRiskLevels'])
  const ofAgent = flags(is['agentIdRiskLevels'])
  const isWorkload = signIn.workload !== null
  const person = personOf(tenant, signIn)
  const isAgent: Truth = isWorkload || person.isAgent ? true : person.standing === 'unresolved' ? null : false
  return [
    ['servicePrincipalRisk', ofPrincipal.length === 0 || all([isWorkload, riskCondition(ofPrincipal, signIn.conditions['servicePrincipalRiskLevel'])])],
    ['agentIdRisk', ofAgent.length === 0 || all([isAgent, riskCondition(ofAgent, signIn.conditions['agentIdRiskLevel'])])]
  ]
}
