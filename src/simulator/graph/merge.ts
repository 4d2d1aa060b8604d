import { isObject, type Json, type JsonObject } from '../json.ts'
import type { PatchMode } from './operation.ts'

/** The polymorphic and leaf objects that no mode merges into: they are sent whole. */
const whole = new Set(['deviceFilter', 'applicationFilter', 'externalTenants', 'signInFrequency', 'authenticationStrength'])

function mergedMember(name: string, before: Json | undefined, sent: Json): Json {
  if (whole.has(name) || !isObject(before) || !isObject(sent)) return sent
  return { ...before, ...Object.fromEntries(Object.entries(sent).map(([inner, value]) => [inner, mergedMember(inner, before[inner], value)])) }
}

/**
 * A stored object after a PATCH. `replace`: a complex member that is sent takes the place of the whole stored one, as the
 * documentation says. `merge`: members left out inside it keep their value, as reports of error 1108 on PATCH suggest.
 */
export function patched(before: JsonObject, body: JsonObject, mode: PatchMode): JsonObject {
  const sent = Object.entries(body).filter(([name]) => !name.startsWith('@'))
  const changed = sent.map(([name, value]): [string, Json] => [name, mode === 'merge' ? mergedMember(name, before[name], value) : value])
  return { ...before, ...Object.fromEntries(changed) }
}
