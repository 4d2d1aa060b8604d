import { deviceCondition } from '#src/simulator/what-if/filters.ts'
import { inGroup, inRole } from '#src/simulator/what-if/groups.ts'
import { names, object, objects, same, text, texts } from '#src/simulator/what-if/json.ts'
import { readSignIn } from '#src/simulator/what-if/sign-in.ts'
import { all, any, not, type Truth } from '#src/simulator/what-if/truth.ts'
import { personOf } from '#src/simulator/what-if/users.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { Body } from './random.ts'

const modern = ['mfa', 'compliantDevice', 'domainJoinedDevice', 'passwordChange', 'riskRemediation']
const known = [...modern, 'approvedApplication', 'compliantApplication']
const strong = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']

/** Whether the sign-in is one that the requirement is about; read from the requirement's text, not from the engine. */
export function inScope(tenant: Body, requirement: Requirement, signIn: unknown): Truth {
  const { conditions, population } = requirement
  const read = readSignIn(signIn)
  const person = personOf(tenant, read)
  const account = object(objects(tenant['users']).find(({ id }) => id === person.id))
  const id = person.id ?? ''
  if (person.standing !== 'directory' || person.isAgent || account['accountEnabled'] !== true || isEmergency(tenant, id) === true) return false
  if (population.guests === 'excluded' && person.types.length > 0) return false
  const given = read.conditions
  const listed = (list: readonly string[] | undefined, value: unknown): boolean => list === undefined || names(list, value)
  return all([
    population.roles === null ? true : any(population.roles.map(role => inRole(tenant, id, role))),
    listed(conditions.clientAppTypes, given['clientAppType']), listed(conditions.signInRiskLevels, given['signInRiskLevel']),
    listed(conditions.userRiskLevels, given['userRiskLevel']), listed(conditions.transferMethods, object(given['authenticationFlow'])['transferMethod']),
    deviceCondition(conditions.deviceFilter, given['deviceInfo'])
  ])
}

function isEmergency(tenant: Body, id: string): Truth {
  const declared = object(object(tenant['settings'])['emergencyAccess'])
  return any([names(texts(declared['users']), id), ...texts(declared['groups']).map(group => inGroup(tenant, id, group))])
}

/** Whether enforced policies leave the sign-in no way round the requirement. */
export function isProtected(tenant: Body, requirement: Requirement, signIn: unknown): Truth {
  const { policies } = whatIf(tenant, signIn)
  return any(objects(tenant['policies']).map((policy, index) => {
    if (same(policy['state'], 'disabled') || same(policy['state'], 'enabledForReportingButNotEnforced')) return false
    return all([policies[index]?.policyApplies ?? null, satisfies(policy, requirement)])
  }))
}

/** `OR` needs every control to be enough, `AND` one. */
function satisfies(policy: Body, { satisfiedBy }: Requirement): Truth {
  const grant = object(policy['grantControls'])
  const controls = texts(grant['builtInControls'])
  if (controls.includes('block')) return true
  const strength = object(grant['authenticationStrength'])
  const enough: Truth[] = [
    ...controls.map(name => satisfiedBy.controls.includes(name) || (satisfiedBy.legacyCannot && modern.includes(name)) ? true : known.includes(name) ? false : null),
    ...texts(grant['termsOfUse']).map(() => false), ...texts(grant['customAuthenticationFactors']).map(() => false),
    ...text(strength['id']) === null ? [] : [satisfiedBy.legacyCannot || (satisfiedBy.strength !== null && texts(strength['allowedCombinations']).every(one => strong.includes(one)))]
  ]
  if (enough.length === 0) return false
  return same(grant['operator'], 'AND') ? any(enough) : not(any(enough.map(not)))
}
