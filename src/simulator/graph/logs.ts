import { findUser } from '../directory-objects.ts'
import { stringsAt, textAt, type Entity, type JsonObject } from '../json.ts'
import { GraphError } from './error.ts'
import { answerList, answerOne, readable, type ListForm } from './list.ts'
import { parameter, type Answer, type Call, type Operation } from './operation.ts'
import { riskyUserPage, signInPage } from './paging.ts'
import { licensed } from './validation-licences.ts'

/** Without a permission to read policies, what they did to a sign-in is left out without a word. */
function redacted(signIn: Entity, call: Call): JsonObject {
  return call.permits('Policy.Read.ConditionalAccess') ? signIn : { ...signIn, appliedConditionalAccessPolicies: [] }
}

const signInForm: ListForm = { type: 'signIn', page: signInPage, complete: redacted }

function requirePremium(call: Call): void {
  if (licensed(call.state, 'p1')) return
  throw new GraphError(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', "Neither tenant is B2C or tenant doesn't have premium license")
}

/** v1.0 shows the interactive sign-ins of users; beta shows other kinds when the filter asks for them. */
function visible(call: Call, signIn: Entity): boolean {
  const kinds = stringsAt(signIn, 'signInEventTypes')
  if (call.version === 'beta' && call.query.filter?.properties.includes('signInEventTypes') === true) return true
  return kinds.length === 0 || kinds.includes('interactiveUser')
}

function newestFirst(entities: readonly Entity[], member: string): Entity[] {
  return entities.toSorted((a, b) => (textAt(b, member) ?? '').localeCompare(textAt(a, member) ?? ''))
}

function listSignIns(call: Call): Answer {
  requirePremium(call)
  const all = readable(call.state.collections.signIns).list().filter((signIn) => visible(call, signIn))
  return answerList(call, newestFirst(all, 'createdDateTime'), signInForm)
}

function getSignIn(call: Call): Answer {
  requirePremium(call)
  const id = parameter(call, 'id')
  const found = readable(call.state.collections.signIns).get(id)
  if (found === undefined) throw new GraphError(404, 'NotFound', `Sign-in with id ${id} does not exist.`)
  return answerOne(call, found, signInForm)
}

function listAudits(call: Call): Answer {
  const all = newestFirst(readable(call.state.collections.directoryAudits).list(), 'activityDateTime')
  return answerList(call, all, { type: 'directoryAudit', page: { usual: 1000, largest: 1000, refuses: false } })
}

/** Disabled users are left out, as documented. */
function listRegistrations(call: Call): Answer {
  requirePremium(call)
  const details = readable(call.state.collections.authenticationMethods).list()
  const enabled = details.filter((detail) => findUser(call.state, detail.id)?.['accountEnabled'] !== false)
  return answerList(call, enabled, { type: 'userRegistrationDetails' })
}

function listRiskyUsers(call: Call): Answer {
  if (!licensed(call.state, 'p2')) throw new GraphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')
  return answerList(call, readable(call.state.collections.riskyUsers).list(), { type: 'riskyUser', page: riskyUserPage })
}

export const logOperations: readonly Operation[] = [
  { id: 'signIns.list', method: 'GET', path: '/auditLogs/signIns', query: ['$filter', '$top', '$skiptoken', '$orderby'], answer: listSignIns },
  { id: 'signIns.get', method: 'GET', path: '/auditLogs/signIns/{id}', query: [], answer: getSignIn },
  { id: 'directoryAudits.list', method: 'GET', path: '/auditLogs/directoryAudits', query: ['$filter', '$top', '$orderby', '$skiptoken'], answer: listAudits },
  {
    id: 'userRegistrationDetails.list', method: 'GET', path: '/reports/authenticationMethods/userRegistrationDetails',
    query: ['$filter', '$orderby', '$top', '$select'], answer: listRegistrations,
  },
  { id: 'riskyUsers.list', method: 'GET', path: '/identityProtection/riskyUsers', query: ['$filter', '$select', '$top'], answer: listRiskyUsers },
]
