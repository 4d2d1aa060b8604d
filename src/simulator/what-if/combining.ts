import { isEmpty, type Json, names as lists, object, objects, same, text, texts } from './json.ts'
import type { Truth } from './truth.ts'

export interface Outcome {
  readonly result: 'blocked' | 'granted' | 'grantedWith' | 'unknown'
  readonly controls: string[][]
  readonly session: Record<string, unknown>
}

/** §3 over the enabled policies, without and with those that are unknown (O1, O5). */
export function combine(policies: readonly Json[], truths: readonly Truth[]): Outcome {
  const certain = outcome(policies.filter((_, index) => truths[index] === true))
  const possible = outcome(policies.filter((_, index) => truths[index] !== false))
  return JSON.stringify(certain) === JSON.stringify(possible) ? certain : { ...certain, result: 'unknown' }
}

function outcome(applying: readonly Json[]): Outcome { // O2
  const grants = applying.map((policy) => object(policy['grantControls']))
  if (grants.some((grant) => lists(texts(grant['builtInControls']), 'block'))) return { result: 'blocked', controls: [], session: {} }
  const clauses = grants.flatMap((grant) => {
    const wanted = controls(grant)
    return same(grant['operator'], 'OR') && wanted.length > 0 ? [wanted] : wanted.map((control) => [control])
  }).map((clause) => [...new Set(clause)].toSorted()).toSorted(inOrder)
  const distinct = clauses.filter((clause, index) => index === 0 || inOrder(clause, clauses[index - 1] ?? []) !== 0)
  const minimal = distinct.filter((clause) => !distinct.some((other) => other !== clause && other.every((control) => clause.includes(control))))
  const session = merge(applying.map((policy) => object(policy['sessionControls'])))
  return { result: minimal.length === 0 ? 'granted' : 'grantedWith', controls: minimal, session }
}

function inOrder(one: readonly string[], other: readonly string[]): number {
  const [left, right] = [one.join('\n'), other.join('\n')]
  return left < right ? -1 : left > right ? 1 : 0
}

function controls(grant: Json): string[] { // O3
  const strength = text(object(grant['authenticationStrength'])['id'])
  return [
    ...texts(grant['builtInControls']), ...strength === null ? [] : [`authenticationStrength:${strength}`],
    ...texts(grant['termsOfUse']).map((id) => `termsOfUse:${id}`),
    ...texts(grant['customAuthenticationFactors']).map((id) => `customAuthenticationFactor:${id}`)
  ]
}

/** §3, session merge (O4). */
function merge(sessions: readonly Json[]): Record<string, unknown> {
  const enabled = sessions.flatMap((session) => Object.entries(session))
    .filter(([name, value]) => !name.includes('@') && object(value)['isEnabled'] !== false && value !== false && !isEmpty(value))
  const names = [...new Set(enabled.map(([name]) => name))].toSorted()
  return Object.fromEntries(names.flatMap((name) => {
    const merged = mergeOne(name, objects(enabled.filter(([other]) => other === name).map(([, value]) => value)))
    return merged === undefined ? [] : [[name, merged]]
  }))
}

function mergeOne(name: string, values: readonly Json[]): unknown {
  if (name === 'signInFrequency') return frequency(values)
  const member = { persistentBrowser: 'mode', cloudAppSecurity: 'cloudAppSecurityType', continuousAccessEvaluation: 'mode' }[name]
  if (member === undefined) return true
  const different = new Set(texts(values.map((value) => value[member])))
  return different.size > 1 ? 'conflict' : [...different][0]
}

function frequency(values: readonly Json[]): string | undefined {
  if (values.some((value) => same(value['frequencyInterval'], 'everyTime'))) return 'everyTime'
  const hours = values.flatMap(({ value, type }) => typeof value === 'number' ? [value * (same(type, 'days') ? 24 : 1)] : [])
  return hours.length === 0 ? undefined : `${Math.min(...hours)}h`
}
