import { objectAt, type Entity, type JsonObject } from '../json.ts'
import { GraphError, noSuchObject } from './error.ts'
import { answerList, contextOf, entityOf, readable } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'

function single(call: Call, name: string): JsonObject {
  const found = call.state.single(name)
  if (found !== undefined) return found
  throw new GraphError(403, 'AccessDenied', 'You cannot perform the requested operation, required scopes are missing in the token.')
}

function one(call: Call, body: JsonObject): Answer {
  return { status: 200, body: { '@odata.context': contextOf(call, '/$entity'), ...body } }
}

function organization(call: Call): Answer {
  return answerList(call, [entityOf({ id: call.state.tenantId, ...single(call, 'organization') })], { type: 'organization' })
}

function securityDefaults(call: Call): Answer {
  return one(call, {
    id: '00000000-0000-0000-0000-000000000005', displayName: 'Security Defaults', description: '', ...single(call, 'securityDefaults'),
  })
}

/** The inbound trust of the file's settings; without it what a tenant starts with: nothing is trusted. */
function crossTenantDefault(call: Call): Answer {
  const settings = call.state.single('settings') ?? {}
  const trust = objectAt(settings, 'inboundTrust')
  return one(call, {
    isServiceDefault: settings['inboundTrust'] === undefined,
    inboundTrust: {
      isMfaAccepted: trust['mfa'] === true, isCompliantDeviceAccepted: trust['compliantDevice'] === true,
      isHybridAzureADJoinedDeviceAccepted: trust['hybridJoinedDevice'] === true,
    },
  })
}

function withoutId(partner: Entity): JsonObject {
  const { id, ...own } = partner
  return { tenantId: id, ...own }
}

function partner(call: Call): Answer {
  const id = parameter(call, 'id')
  const found = readable(call.state.collections.crossTenantPartners).get(id)
  if (found === undefined) throw noSuchObject(id)
  return one(call, withoutId(found))
}

const partners = '/policies/crossTenantAccessPolicy/partners'

export const settingOperations: readonly Operation[] = [
  { id: 'organization.list', method: 'GET', path: '/organization', query: ['$select', '$expand'], answer: organization },
  {
    id: 'subscribedSkus.list', method: 'GET', path: '/subscribedSkus', query: ['$select'],
    answer: (call) => answerList(call, readable(call.state.collections.subscribedSkus).list(), { type: 'subscribedSku' }),
  },
  {
    id: 'agreements.list', method: 'GET', path: '/identityGovernance/termsOfUse/agreements', query: ['$select', '$filter', '$top'],
    answer: (call) => answerList(call, readable(call.state.collections.termsOfUse).list(), { type: 'agreement' }),
  },
  { id: 'securityDefaults.get', method: 'GET', path: '/policies/identitySecurityDefaultsEnforcementPolicy', query: ['$select'], answer: securityDefaults },
  { id: 'crossTenantDefault.get', method: 'GET', path: '/policies/crossTenantAccessPolicy/default', query: ['$select'], answer: crossTenantDefault },
  {
    id: 'crossTenantPartners.list', method: 'GET', path: partners, query: ['$select', '$filter', '$top'],
    answer: (call) => {
      const all = readable(call.state.collections.crossTenantPartners).list()
      return answerList(call, all, { type: 'crossTenantAccessPolicyConfigurationPartner', complete: withoutId })
    },
  },
  { id: 'crossTenantPartners.get', method: 'GET', path: `${partners}/{id}`, query: ['$select'], answer: partner },
  {
    id: 'deviceRegistrationPolicy.get', method: 'GET', path: '/policies/deviceRegistrationPolicy', query: [],
    answer: (call) => one(call, { id: 'deviceRegistrationPolicy', ...single(call, 'deviceRegistrationPolicy') }),
  },
]
