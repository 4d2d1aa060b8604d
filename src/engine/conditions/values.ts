import { agreed, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import { clientAppTypes, insiderRiskLevels, platforms, riskLevels, transferMethods, type PolicyConditions } from '#src/domain/policy.ts'

/** The platform of a device that Entra does not recognise, ChromeOS for one. */
export const unrecognisedPlatform = 'unknown'

const lower = (values: readonly string[]): string[] => values.map(value => value.toLowerCase())
const platformNames = new Set(lower(platforms))
const clientNames = new Set<string>(clientAppTypes)
const riskNames = new Set<string>(riskLevels)
const flowNames = new Set<string>(transferMethods)

/** Comma-joined flags as a list; null and `none` are empty. */
export function flags(value: string | null): string[] {
  return (value ?? '').split(',').map(flag => flag.trim()).filter(flag => flag !== '' && flag !== 'none')
}

/** Client app type (C15). `value` undefined means not given. */
export function clientAppTruth(listed: readonly string[], value: string | undefined): Truth {
  if (listed.length === 0 || listed.includes('all')) return TRUE
  if (value === undefined) return agreed(clientAppTypes.map(type => clientAppTruth(listed, type)))
  if (listed.includes(value) || (value === 'easSupported' && listed.includes('exchangeActiveSync'))) return TRUE
  return clientNames.has(value) && listed.every(type => clientNames.has(type)) ? FALSE : UNKNOWN
}

/** Platform (C16). `value` is a platform name, `unknown` for one that is not recognised, undefined for not given. */
export function platformTruth(condition: PolicyConditions['platforms'], value: string | undefined): Truth {
  if (condition === null) return TRUE
  if (value === undefined) return agreed([...platforms, unrecognisedPlatform].map(name => platformTruth(condition, name)))
  const include = lower(condition.includePlatforms)
  const exclude = lower(condition.excludePlatforms)
  const included = include.length === 0 ? TRUE : listed(include, value.toLowerCase())
  const excluded = listed(exclude, value.toLowerCase())
  return excluded === TRUE || included === FALSE ? FALSE : excluded === FALSE && included === TRUE ? TRUE : UNKNOWN
}

function listed(list: readonly string[], value: string): Truth {
  if (list.includes('all') || list.includes(value)) return TRUE
  const known = platformNames.has(value) || value === unrecognisedPlatform
  return known && list.every(name => platformNames.has(name)) ? FALSE : UNKNOWN
}

/** A risk list is a set, not a threshold (C20, S7). */
export function riskTruth(list: readonly string[], value: string): Truth {
  if (list.length === 0 || list.includes(value)) return TRUE
  if (value === 'hidden' || !riskNames.has(value)) return UNKNOWN
  return list.every(level => riskNames.has(level)) ? FALSE : UNKNOWN
}

export const insiderNames = ['none', ...insiderRiskLevels]

/** Insider risk: comma-joined flags of the policy against one level (C20). */
export function insiderTruth(policyFlags: string | null, value: string): Truth {
  const list = flags(policyFlags)
  if (list.length === 0 || list.includes(value)) return TRUE
  return insiderNames.includes(value) && list.every(level => insiderNames.includes(level)) ? FALSE : UNKNOWN
}

/** Authentication flow (C21, S9). */
export function flowTruth(condition: PolicyConditions['authenticationFlows'], value: string): Truth {
  const list = flags(condition?.transferMethods ?? null)
  if (list.length === 0 || list.includes(value)) return TRUE
  return flowNames.has(value) && list.every(method => flowNames.has(method)) ? FALSE : UNKNOWN
}
