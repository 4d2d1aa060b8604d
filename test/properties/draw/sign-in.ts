import { randomDevice } from './filters.ts'
import * as names from './names.ts'
import { type Body, type Random, without } from './random.ts'

const oidc = ['openid', 'profile', 'email', 'offline_access']
const directoryScopes = ['User.Read', 'https://graph.microsoft.com/User.Read', 'People.Read', 'GroupMember.Read.All']

/** A sign-in near the text of the tenant's policies; values are left out now and then, as a caller may. */
export function randomSignIn(random: Random, tenant: Body): Body {
  const policies = Array.isArray(tenant['policies']) ? tenant['policies'] : []
  const text = JSON.stringify(random.one<unknown>(policies) ?? {})
  const isWorkload = random.chance(/includeServicePrincipals|includeAgentIdServicePrincipals/.test(text) ? 0.85 : 0.04)
  return {
    signInIdentity: isWorkload ? workload(random, text) : person(random, text),
    signInContext: target(random, text), signInConditions: conditions(random, text),
    ...random.chance(/excludeApplications":\["/.test(text) ? 0.5 : 0.08) ? scopes(random) : {}
  }
}

/** One of the values that the text of the policy names, or any. */
function near(random: Random, text: string, values: readonly string[]): string {
  const named = values.filter((value) => text.includes(value))
  return (random.chance(0.65) ? random.one(named) : undefined) ?? random.one(values) ?? ''
}

function person(random: Random, text: string): Body {
  const type = '#microsoft.graph.userSignIn'
  const claims = without(random, { externalUserType: near(random, text, names.guestTypes), externalTenantId: random.pick(names.partners) }, 0.3)
  const kind = random.below(100)
  if (kind < 8) return { '@odata.type': type, externalUserType: near(random, text, names.guestTypes), ...claims }
  if (kind < 11) return { '@odata.type': type, userId: random.pick(['user-gone', 'user-11', 'stranger@home.example']) }
  const userId = near(random, text, names.users)
  if (kind < 15) return { '@odata.type': type, userId, ...claims }
  return kind < 18 ? { userId: `${userId}@home.example` } : { '@odata.type': type, userId }
}

function workload(random: Random, text: string): Body {
  const id = random.pick(['sp-app-own', 'sp-app-own', 'sp-app-own', 'sp-app-own', 'sp-app-own', 'app-own', 'sp-app-shared', 'sp-app-managed', 'sp-app-foreign', 'sp-app-unowned', 'sp-gone'])
  const isAgent = random.chance(/includeAgentId/.test(text) ? 0.8 : 0.1)
  if (!isAgent) return { '@odata.type': '#microsoft.graph.servicePrincipalSignIn', servicePrincipalId: id }
  return { '@odata.type': '#microsoft.graph.agentSignIn', agentServicePrincipalId: random.chance(0.9) ? 'sp-app-agent' : 'app-agent' }
}

function target(random: Random, text: string): Body {
  const [isAction, isContext] = [/urn:user/.test(text), /References":\["/.test(text)]
  const kind = random.below(100)
  if (kind < (isAction ? 70 : 5)) {
    return { userAction: random.pick(['registerSecurityInformation', 'registerOrJoinDevices', 'urn:user:registerdevice', 'urn:user:registersecurityinfo']) }
  }
  if (kind < (isContext ? 80 : 8)) return { '@odata.type': '#microsoft.graph.authContext', authenticationContextValue: near(random, text, names.contexts) }
  const appIds = [...names.appIds, 'app-elsewhere']
  return { includeApplications: [near(random, text, appIds), ...random.chance(0.15) ? [near(random, text, appIds)] : []] }
}

function scopes(random: Random): Body {
  const kind = random.below(10)
  const asked = kind < 4 ? random.some(oidc, 0.5) : [random.one(directoryScopes), ...random.some(oidc, 0.4), ...kind > 7 ? ['Mail.Read'] : []]
  return without(random, { requestedScopes: asked, publicClient: random.chance(0.4) }, 0.15)
}

function conditions(random: Random, text: string): Body {
  const deviceInfo = random.chance(/deviceFilter/.test(text) ? 1 : 0.3) ? randomDevice(random) : undefined
  const risk = (): string => random.chance(0.05) ? random.pick(['hidden', 'extreme']) : near(random, text, names.risks)
  const given = without(random, {
    clientAppType: near(random, text, names.clientAppTypes), devicePlatform: random.chance(0.15) ? 'unknown' : near(random, text, names.platforms),
    ipAddress: random.pick(names.addresses), country: random.chance(0.2) ? null : random.pick([...names.countries, 'BR', 'de']),
    signInRiskLevel: risk(), userRiskLevel: risk(), servicePrincipalRiskLevel: risk(), agentIdRiskLevel: risk(),
    insiderRiskLevel: near(random, text, ['none', ...names.insiderRisks]),
    authenticationFlow: { transferMethod: near(random, text, ['none', ...names.flows]) }
  }, 0.1)
  const vague = random.chance(0.03) ? { clientAppType: 'all', devicePlatform: random.pick(['all', null, 'unknownFutureValue']) } : {}
  return { ...given, ...vague, ...deviceInfo === undefined ? {} : { deviceInfo } }
}
