import type { Collection } from '../collection.ts'
import { objectAt, stringsAt, textAt, type JsonObject } from '../json.ts'
import type { State } from '../state.ts'
import { badRequest } from './error.ts'
import { builtInStrengths } from './builtin-strengths.ts'

const userWords = ['All', 'None', 'GuestsOrExternalUsers', 'AllAgentIdUsers']

/** `AllTrusted`, the trusted addresses of multifactor authentication, and every compliant network. */
const locationWords = ['All', 'AllTrusted', '00000000-0000-0000-0000-000000000000', '3d46dbda-8382-466a-856d-eb00cbc6b910']

/** A collection that could not be read refuses nothing. */
function unknown(ids: readonly string[], collection: Collection, words: readonly string[]): string | undefined {
  if (!collection.readable) return undefined
  return ids.find((id) => !words.includes(id) && collection.current(id) === undefined)
}

function both(object: JsonObject, name: string): string[] {
  return [...stringsAt(object, `include${name}`), ...stringsAt(object, `exclude${name}`)]
}

/** Refuses a policy that names what the tenant does not hold. Texts for users, roles and strengths are not documented: they carry no number. */
export function checkReferences(state: State, policy: JsonObject): void {
  const conditions = objectAt(policy, 'conditions')
  const users = objectAt(conditions, 'users')
  const { collections } = state
  const location = unknown(both(objectAt(conditions, 'locations'), 'Locations'), collections.namedLocations, locationWords)
  if (location !== undefined) throw badRequest(`1040: NamedLocation with id ${location} does not exist in the directory.`)
  const group = unknown(both(users, 'Groups'), collections.groups, [])
  if (group !== undefined) throw badRequest(`1054: Invalid group value: ${group}.`)
  const user = unknown(both(users, 'Users'), collections.users, userWords)
  if (user !== undefined) throw badRequest(`Invalid user value: ${user}.`)
  const strength = textAt(objectAt(policy, 'grantControls')['authenticationStrength'], 'id')
  if (strength === undefined || builtInStrengths.some((one) => one.id === strength)) return
  if (unknown([strength], collections.authenticationStrengths, []) !== undefined) {
    throw badRequest(`AuthenticationStrengthPolicy with id ${strength} does not exist in the directory.`)
  }
}
