import { inCidr, inRange, parseAddress } from '#src/simulator/what-if/addresses.ts'
import { deviceCondition } from '#src/simulator/what-if/filters.ts'
import { inGroup, inRole } from '#src/simulator/what-if/groups.ts'
import { names, object, objects, same, text, texts } from '#src/simulator/what-if/json.ts'
import { locationCondition } from '#src/simulator/what-if/locations.ts'
import { resourcesCondition } from '#src/simulator/what-if/resources.ts'
import { readSignIn, type SignIn } from '#src/simulator/what-if/sign-in.ts'
import { all, any, not, type Truth } from '#src/simulator/what-if/truth.ts'
import { personOf } from '#src/simulator/what-if/users.ts'
import { workloadsCondition } from '#src/simulator/what-if/workloads.ts'
import { whatIf } from '#src/simulator/what-if/evaluate.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { Body } from './random.ts'

const modern = ['mfa', 'compliantDevice', 'domainJoinedDevice', 'passwordChange', 'riskRemediation']
const known = [...modern, 'approvedApplication', 'compliantApplication']
const strong = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']
const platforms = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux']
const untrusted = { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }

/**
 * Whether the sign-in is one that the requirement is about; read from the requirement's text, not from the engine. Baseline scopes are not an
 * application's own, so a request for them is about none that is named.
 */
export function inScope(tenant: Body, requirement: Requirement, signIn: unknown): Truth {
  const { conditions, population, applications, userActions } = requirement
  const read = readSignIn(signIn)
  const given = read.conditions
  const listed = (list: readonly string[] | undefined, value: unknown): boolean => list === undefined || names(list, value ?? 'none')
  if ((read.target.kind === 'application') !== (userActions === undefined) || read.target.kind === 'authenticationContext') return false
  if (applications !== null && read.scopes.length > 0) return false
  const platform = names(platforms, given['devicePlatform']) ? given['devicePlatform'] : 'unknown'
  return all([
    (population.subjects ?? 'people') === 'people' ? inPopulation(tenant, requirement, read) : isWorkload(tenant, requirement, read),
    resourcesCondition(tenant, userActions === undefined ? { includeApplications: applications ?? ['All'] } : { includeUserActions: userActions }, read),
    conditions.clientAppTypes === undefined || listed(conditions.clientAppTypes, given['clientAppType']), listed(conditions.platforms, platform),
    ...(['signInRisk', 'userRisk', 'insiderRisk', 'servicePrincipalRisk', 'agentIdRisk'] as const).map(name => listed(conditions[`${name}Levels`], given[`${name}Level`])),
    listed(conditions.transferMethods, object(given['authenticationFlow'])['transferMethod']),
    conditions.deviceFilter === undefined || deviceCondition(conditions.deviceFilter, given['deviceInfo']),
    conditions.outsideTrusted === undefined || locationCondition(supposed(tenant, requirement, read), untrusted, given)
  ])
}

/** Whether the sign-in shows a gap: it is in scope and unprotected. Where no member of a group is known, one that is supposed to be shows it. */
export function isWitness(tenant: Body, requirement: Requirement, signIn: unknown): boolean {
  const isUnknownGroup = requirement.applications?.includes('MicrosoftAdminPortals') === true && !Array.isArray(object(tenant['settings'])['adminPortals'])
  const scope = inScope(isUnknownGroup ? supposed(tenant, requirement, readSignIn(signIn)) : tenant, requirement, signIn)
  return scope === true && isProtected(tenant, requirement, signIn) === false
}

function inPopulation(tenant: Body, { population: { guests, roles, exceptRoles } }: Requirement, read: SignIn): Truth {
  const person = personOf(tenant, read)
  const id = person.id ?? ''
  const account = object(objects(tenant['users']).find(one => one['id'] === person.id))
  if (read.workload !== null || person.standing !== 'directory' || person.isAgent || account['accountEnabled'] !== true || isEmergency(tenant, id) === true) return false
  if (guests !== 'included' && (person.types.length > 0) !== (guests === 'only')) return false
  return all([roles === null || any(roles.map(role => inRole(tenant, id, role))), not(any((exceptRoles ?? []).map(role => inRole(tenant, id, role))))])
}

function isWorkload(tenant: Body, { population }: Requirement, { workload }: SignIn): Truth {
  const every = population.subjects === 'agents' ? { includeAgentIdServicePrincipals: ['All'] } : { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] }
  return workload === null ? false : workloadsCondition(tenant, every, workload)
}

/**
 * The tenant as it is if the sign-in is what the requirement is about: what is not known of trusted locations does not hold its address, and
 * its application is in the group that the requirement names.
 */
function supposed(tenant: Body, { conditions, applications }: Requirement, { target }: SignIn): Body {
  const settings = object(tenant['settings'])
  const appIds = target.kind === 'application' ? target.appIds : []
  const groups = ([['Office365', 'office365'], ['MicrosoftAdminPortals', 'adminPortals']] as const).filter(([keyword, setting]) =>
    applications?.includes(keyword) === true && !Array.isArray(settings[setting])).map(([, setting]) => [setting, appIds])
  const told = { ...tenant, settings: { ...settings, ...Object.fromEntries(groups) } }
  if (conditions.outsideTrusted === undefined) return told
  const somewhere = parseAddress('192.0.2.1')
  const isReadable = (range: Body): boolean => somewhere !== null && inRange(somewhere, range) !== null
  return {
    ...told, settings: { ...told.settings, mfaTrustedIps: texts(settings['mfaTrustedIps']).filter(cidr => somewhere !== null && inCidr(somewhere, cidr) !== null) },
    namedLocations: objects(tenant['namedLocations']).map(one => one['isTrusted'] !== true ? one : { ...one, '@odata.type': '#microsoft.graph.ipNamedLocation', ipRanges: objects(one['ipRanges']).filter(isReadable) })
  }
}

function isEmergency(tenant: Body, id: string): Truth {
  const declared = object(object(tenant['settings'])['emergencyAccess'])
  return any([names(texts(declared['users']), id), ...texts(declared['groups']).map(group => inGroup(tenant, id, group))])
}

/** Whether enforced policies leave the sign-in no way round the requirement. */
export function isProtected(tenant: Body, requirement: Requirement, signIn: unknown): Truth {
  const { policies } = whatIf(supposed(tenant, requirement, readSignIn(signIn)), signIn)
  const standing = objects(tenant['policies']).flatMap((policy, index) => {
    const isOff = same(policy['state'], 'disabled') || same(policy['state'], 'enabledForReportingButNotEnforced')
    return isOff ? [] : [{ policy, applies: policies[index]?.policyApplies ?? null }]
  })
  const { session } = requirement.satisfiedBy
  if (session === undefined) return any(standing.map(({ policy, applies }) => all([applies, satisfies(policy, requirement)])))
  const blocked = any(standing.map(({ policy, applies }) => all([applies, blocks(policy)])))
  const asking = any(standing.map(({ policy, applies }) => all([applies, asksFor(policy, session)])))
  const contradicted = any(standing.map(({ policy, applies }) => all([applies, !blocks(policy) && contradicts(policy, session)])))
  return any([blocked, asking === true && contradicted !== false ? null : asking])
}

function blocks(policy: Body): boolean {
  return texts(object(policy['grantControls'])['builtInControls']).includes('block')
}

type Session = NonNullable<Requirement['satisfiedBy']['session']>

function controlOf(policy: Body, control: string): Body | null {
  const read = object(object(policy['sessionControls'])[control])
  return Object.keys(read).length === 0 || read['isEnabled'] === false ? null : read
}

function asksFor(policy: Body, { control, value }: Session): boolean {
  const read = controlOf(policy, control)
  if (read === null) return false
  if (control !== 'signInFrequency') return value === true || read['mode'] === value
  if (read['frequencyInterval'] === 'everyTime') return true
  return typeof read['value'] === 'number' && read['value'] * (read['type'] === 'days' ? 24 : 1) <= Number.parseInt(String(value), 10)
}

function contradicts(policy: Body, { control, value }: Session): boolean {
  const read = controlOf(policy, control)
  return control === 'persistentBrowser' && read !== null && read['mode'] !== value
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
