import { matches, termsOf, type PropertyValue } from '../device-filter/match.ts'
import { parseRule, type Operator, type Rule, type Term } from '../device-filter/parse.ts'
import { not, FALSE, TRUE, UNKNOWN, type Truth } from '../truth.ts'
import type { Filter } from '#src/domain/policy.ts'

/** A registered device: its properties by lower-case name. Undefined stands for an unregistered one, all null. */
export type Device = ReadonlyMap<string, PropertyValue> | undefined

/** A device filter ready to be judged; `rule` is undefined where it cannot be, with `problem` saying why. */
export interface DeviceFilter {
  readonly mode: string
  /** The rule as it was written. */
  readonly text: string
  readonly rule: Rule | undefined
  readonly problem: string | undefined
}

const text: readonly Operator[] = ['eq', 'ne', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith', 'contains', 'notContains', 'in', 'notIn']
const exact: readonly Operator[] = ['eq', 'ne']
const listed: readonly Operator[] = ['eq', 'ne', 'in', 'notIn']
const element: readonly Operator[] = ['contains', 'notContains']

/** Property and operators of the rule language. Source: Entra documentation of the device filter, reference section 2.7. */
const table: ReadonlyMap<string, readonly Operator[]> = new Map([
  ['deviceid', listed], ['mdmappid', listed],
  ['deviceownership', exact], ['iscompliant', exact], ['profiletype', exact], ['trusttype', exact],
  ['physicalids', element], ['systemlabels', element],
  ...['displayname', 'enrollmentprofilename', 'manufacturer', 'model', 'operatingsystem', 'operatingsystemversion']
    .map((name): [string, readonly Operator[]] => [name, text]),
  ...Array.from({ length: 15 }, (_, i): [string, readonly Operator[]] => [`extensionattribute${i + 1}`, text])
])

const intune = '0000000a-0000-0000-c000-000000000000'

/** Parses and checks a device filter (C19). */
export function deviceFilter(filter: Filter): DeviceFilter {
  const rule = parseRule(filter.rule, 'device')
  if ('error' in rule) return { mode: filter.mode, text: filter.rule, rule: undefined, problem: `${rule.error} (offset ${rule.at})` }
  const problem = termsOf(rule).map(termProblem).find(found => found !== undefined)
    ?? (filter.mode === 'include' || filter.mode === 'exclude' ? undefined : `mode \`${filter.mode}\` is not known`)
  return { mode: filter.mode, text: filter.rule, rule: problem === undefined ? rule : undefined, problem }
}

function termProblem(term: Term): string | undefined {
  const allowed = table.get(term.path.toLowerCase())
  if (allowed === undefined) return `property \`${term.path}\` is not one of the device filter's (offset ${term.at})`
  if (!allowed.includes(term.operator)) return `\`-${term.operator}\` is not offered for \`${term.path}\` (offset ${term.at})`
  if (term.values.includes(null) && term.operator !== 'eq' && term.operator !== 'ne') return `\`null\` goes with -eq and -ne only (offset ${term.at})`
  return undefined
}

/** Whether the filter lets the policy apply to the device. */
export function deviceTruth(filter: DeviceFilter | undefined, device: Device): Truth {
  if (filter === undefined) return TRUE
  if (filter.rule === undefined) return UNKNOWN
  const matched = matches(filter.rule, path => propertyOf(device, path.toLowerCase())) ? TRUE : FALSE
  return filter.mode === 'include' ? matched : not(matched)
}

function propertyOf(device: Device, name: string): PropertyValue {
  if (device === undefined) return null
  if (name.startsWith('extensionattribute') && !showsExtensions(device)) return null
  const value = device.get(name === 'deviceownership' ? 'ownership' : name) ?? null
  return name === 'iscompliant' ? value ?? false : value
}

function showsExtensions(device: ReadonlyMap<string, PropertyValue>): boolean {
  const is = (name: string, wanted: string): boolean => String(device.get(name) ?? '').toLowerCase() === wanted
  return device.get('iscompliant') === true || is('trusttype', 'serverad') || is('mdmappid', intune)
}

/** `deviceInfo` of a sign-in as a device; absent or null is unregistered (S8). */
export function deviceOf(info: Readonly<Record<string, unknown>> | null | undefined): Device {
  if (info === undefined || info === null) return undefined
  const device = new Map<string, PropertyValue>()
  for (const [name, value] of Object.entries(info)) {
    if (typeof value === 'string' || typeof value === 'boolean') device.set(name.toLowerCase(), value)
    else if (Array.isArray(value)) device.set(name.toLowerCase(), value.filter(entry => typeof entry === 'string'))
  }
  return device
}
