import { isEmpty, isObject, type JsonObject } from './json.ts'
import { sortedBy } from './order.ts'
import { builtInControls, clientAppTypes, insiderRiskLevels, platforms, policyStates, riskLevels, transferMethods,
  type Unrecognised } from '#src/domain/policy.ts'

type Shape = 'text' | 'list' | 'object' | 'flag' | 'number' | 'other'

/** The members that are known, by the object that holds them. Source: Graph metadata, reference section 1. */
const members: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  '': {
    id: 'text', displayName: 'text', state: 'text', createdDateTime: 'text', modifiedDateTime: 'text', deletedDateTime: 'text', templateId: 'text',
    description: 'text', partialEnablementStrategy: 'other', conditions: 'object', grantControls: 'object', sessionControls: 'object'
  },
  conditions: {
    users: 'object', applications: 'object', clientApplications: 'object', clientAppTypes: 'list', platforms: 'object', locations: 'object', devices: 'object',
    signInRiskLevels: 'list', userRiskLevels: 'list', servicePrincipalRiskLevels: 'list', insiderRiskLevels: 'text', agentIdRiskLevels: 'text',
    authenticationFlows: 'object'
  },
  users: {
    includeUsers: 'list', excludeUsers: 'list', includeGroups: 'list', excludeGroups: 'list', includeRoles: 'list', excludeRoles: 'list',
    includeGuestsOrExternalUsers: 'object', excludeGuestsOrExternalUsers: 'object'
  },
  includeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'text', externalTenants: 'object' },
  excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'text', externalTenants: 'object' },
  externalTenants: { membershipKind: 'text', members: 'list' },
  applications: {
    includeApplications: 'list', excludeApplications: 'list', includeUserActions: 'list', includeAuthenticationContextClassReferences: 'list',
    applicationFilter: 'object'
  },
  clientApplications: {
    includeServicePrincipals: 'list', excludeServicePrincipals: 'list', servicePrincipalFilter: 'object', includeAgentIdServicePrincipals: 'list',
    excludeAgentIdServicePrincipals: 'list', agentIdServicePrincipalFilter: 'object'
  },
  applicationFilter: { mode: 'text', rule: 'text' }, servicePrincipalFilter: { mode: 'text', rule: 'text' },
  agentIdServicePrincipalFilter: { mode: 'text', rule: 'text' }, deviceFilter: { mode: 'text', rule: 'text' },
  platforms: { includePlatforms: 'list', excludePlatforms: 'list' }, locations: { includeLocations: 'list', excludeLocations: 'list' },
  devices: { deviceFilter: 'object' }, authenticationFlows: { transferMethods: 'text' },
  grantControls: {
    operator: 'text', builtInControls: 'list', customAuthenticationFactors: 'list', termsOfUse: 'list', authenticationStrength: 'object'
  },
  authenticationStrength: {
    id: 'text', displayName: 'text', allowedCombinations: 'list', description: 'other', policyType: 'other', requirementsSatisfied: 'other',
    createdDateTime: 'other', modifiedDateTime: 'other', combinationConfigurations: 'other'
  },
  sessionControls: {
    applicationEnforcedRestrictions: 'object', cloudAppSecurity: 'object', signInFrequency: 'object', persistentBrowser: 'object',
    continuousAccessEvaluation: 'object', secureSignInSession: 'object', disableResilienceDefaults: 'flag'
  },
  applicationEnforcedRestrictions: { isEnabled: 'flag' }, secureSignInSession: { isEnabled: 'flag' },
  cloudAppSecurity: { isEnabled: 'flag', cloudAppSecurityType: 'text' }, persistentBrowser: { isEnabled: 'flag', mode: 'text' },
  signInFrequency: { isEnabled: 'flag', value: 'number', type: 'text', frequencyInterval: 'text', authenticationType: 'text' },
  continuousAccessEvaluation: { mode: 'text' }
}

const values: Readonly<Record<string, readonly string[]>> = {
  state: policyStates, clientAppTypes: ['all', ...clientAppTypes], includePlatforms: ['all', ...platforms], excludePlatforms: ['all', ...platforms],
  signInRiskLevels: riskLevels, userRiskLevels: riskLevels, servicePrincipalRiskLevels: riskLevels, insiderRiskLevels: ['none', ...insiderRiskLevels],
  agentIdRiskLevels: riskLevels, transferMethods, builtInControls, operator: ['AND', 'OR'], type: ['days', 'hours'],
  frequencyInterval: ['timeBased', 'everyTime'], authenticationType: ['primaryAndSecondaryAuthentication', 'secondaryAuthentication'],
  cloudAppSecurityType: ['mcasConfigured', 'monitorOnly', 'blockDownloads'],
  mode: ['include', 'exclude', 'always', 'never', 'strictEnforcement', 'disabled', 'strictLocation']
}

/** The keywords whose letter case does not matter, as Graph writes them. */
const keywords = ['All', 'None', 'GuestsOrExternalUsers', 'AllAgentIdUsers', 'Office365', 'MicrosoftAdminPortals', 'AllAgentIdResources', 'AllTrusted',
  'ServicePrincipalsInMyTenant']
const keywordLists = ['includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups', 'includeRoles', 'excludeRoles', 'includeApplications',
  'excludeApplications', 'includeLocations', 'excludeLocations', 'includeServicePrincipals', 'includeAgentIdServicePrincipals']

/** A body whose known members have the shape that Graph gives them, and what had to be marked on the way. */
export interface Straightened {
  readonly body: JsonObject
  readonly marks: readonly Unrecognised[]
}

/** Puts known members in shape, keeps the rest as it is, and marks whatever is not as Graph would write it. */
export function straighten(raw: JsonObject, holder = '', at = ''): Straightened {
  const known = members[holder] ?? {}
  const names = new Map(Object.keys(known).map(name => [name.toLowerCase(), name]))
  const body: Record<string, unknown> = {}
  const marks: Unrecognised[] = []
  for (const [written, value] of Object.entries(raw)) {
    if (written.includes('@') || written.startsWith('#')) continue
    const name = names.get(written.toLowerCase())
    const pointer = `${at}/${written.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (name === undefined) {
      body[written] = value
      if (!isEmpty(value) && members[holder] !== undefined) marks.push({ pointer, kind: 'member', value: shortened(written) })
      continue
    }
    if (!isEmpty(body[name])) {
      if (!isEmpty(value)) marks.push({ pointer, kind: 'member', value: `${shortened(written)}, a second ${name}` })
      continue
    }
    if (name !== written) marks.push({ pointer, kind: 'shape', value: `read as ${name}` })
    const shaped = shapedAs(known[name] ?? 'other', { name, value, pointer })
    body[name] = shaped.body
    marks.push(...shaped.marks)
  }
  return { body, marks }
}

interface Member {
  readonly name: string
  readonly value: unknown
  readonly pointer: string
}

function shapedAs(shape: Shape, member: Member): { body: unknown, marks: readonly Unrecognised[] } {
  switch (shape) {
    case 'object': return asObject(member)
    case 'list': return asList(member)
    case 'text': return asText(member)
    case 'flag': return asFlag(member)
    case 'number': return asNumber(member)
    case 'other': return { body: member.value, marks: [] }
  }
}

function asObject({ name, value, pointer }: Member): { body: unknown, marks: readonly Unrecognised[] } {
  if (value === null || value === undefined) return { body: null, marks: [] }
  if (!isObject(value)) return { body: null, marks: [{ pointer, kind: isEmpty(value) ? 'shape' : 'member', value: `not an object: ${shortened(value)}` }] }
  return name !== 'conditions' && isEmpty(value) ? { body: null, marks: [] } : straighten(value, name, pointer)
}

function asList({ name, value, pointer }: Member): { body: unknown, marks: readonly Unrecognised[] } {
  if (value === null || value === undefined) return { body: [], marks: [] }
  const list: unknown[] = Array.isArray(value) ? value : [value]
  const marks: Unrecognised[] = Array.isArray(value) ? [] : [{ pointer, kind: 'shape', value: `read as a list: ${shortened(value)}` }]
  const texts = list.flatMap((entry, index) => {
    if (typeof entry === 'string') return [cased(name, entry)]
    marks.push({ pointer: `${pointer}/${index}`, kind: 'member', value: shortened(entry) })
    return []
  })
  return { body: texts, marks: [...marks, ...unknownValues(name, texts, pointer)] }
}

function asText({ name, value, pointer }: Member): { body: unknown, marks: readonly Unrecognised[] } {
  if (value === null || value === undefined) return { body: null, marks: [] }
  const text = Array.isArray(value) ? sortedBy(value, String).join(',') : typeof value === 'string' ? value : JSON.stringify(value)
  const flags = name === 'displayName' || name === 'description' || name === 'rule' ? [] : text.split(',').map(flag => flag.trim())
  const marks: Unrecognised[] = typeof value === 'string' ? [] : [{ pointer, kind: 'shape', value: `read as text: ${shortened(value)}` }]
  return { body: text, marks: [...marks, ...unknownValues(name, flags, pointer)] }
}

/** What is neither true nor false is off, so that it protects nobody. */
function asFlag({ value, pointer }: Member): { body: unknown, marks: readonly Unrecognised[] } {
  if (typeof value === 'boolean' || value === null || value === undefined) return { body: value ?? null, marks: [] }
  const told = typeof value === 'string' ? ['false', 'true'].indexOf(value.toLowerCase()) : -1
  return { body: told === 1, marks: [{ pointer, kind: told < 0 ? 'value' : 'shape',
    value: told < 0 ? shortened(value) : `read as a truth value: ${shortened(value)}` }] }
}

function asNumber({ value, pointer }: Member): { body: unknown, marks: readonly Unrecognised[] } {
  if (value === null || value === undefined || (typeof value === 'number' && Number.isInteger(value))) return { body: value ?? null, marks: [] }
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return { body: Number(value), marks: [{ pointer, kind: 'shape',
    value: `read as a number: ${value}` }] }
  return { body: null, marks: [{ pointer, kind: 'value', value: shortened(value) }] }
}

function cased(name: string, text: string): string {
  const lower = text.toLowerCase()
  if (keywordLists.includes(name)) return keywords.find(keyword => keyword.toLowerCase() === lower) ?? text
  return values[name]?.find(value => value.toLowerCase() === lower) ?? text
}

function unknownValues(name: string, texts: readonly string[], pointer: string): Unrecognised[] {
  const known = values[name]
  if (known === undefined) return []
  return texts.filter(text => text !== '' && !known.includes(text)).map(text => ({ pointer, kind: 'value', value: shortened(text) }))
}

function shortened(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value) ?? '').slice(0, 200)
}
