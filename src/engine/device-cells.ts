import { deviceTruth, type Device, type DeviceFilter } from './conditions/devices.ts'
import { matches, termsOf, type PropertyValue } from './device-filter/match.ts'
import { candidateValues } from './device-values.ts'
import { sortedBy } from '#src/tenant/order.ts'
import type { Term } from './device-filter/parse.ts'

/** A set of devices that no filter in question tells apart, with one of them. */
export interface DeviceCell {
  readonly device: Device
  readonly words: string
}

/** The cells, and the filters, by their keys, that could not be cut because their combinations are too many. */
export interface DeviceCells {
  readonly cells: readonly DeviceCell[]
  readonly uncut: ReadonlySet<string>
}

type Properties = ReadonlyMap<string, PropertyValue>

const mostTried = 200_000
const mostCells = 1_024
const gating = ['iscompliant', 'trusttype', 'mdmappid']

/** What tells a filter from others. */
export function keyOf({ mode, text }: DeviceFilter): string {
  return JSON.stringify([text, mode])
}

/**
 * Cuts all devices into the satisfiable combinations of the filters: the unregistered device, and for registered ones every
 * combination of answers that some device gives. Filters without a property in common are cut apart and then combined. The order of
 * the filters shows in nothing.
 */
export function deviceCells(filters: readonly DeviceFilter[]): DeviceCells {
  const cut = sortedBy(filters.filter(filter => filter.rule !== undefined), keyOf)
  if (cut.length === 0) return { cells: [{ device: undefined, words: 'any device' }], uncut: new Set() }
  const uncut = new Set<string>()
  let registered: Properties[] = [new Map()]
  for (const component of componentsOf(cut)) {
    const devices = distinctDevices(component)
    if (devices === undefined || devices.length * registered.length > mostCells) for (const filter of component) uncut.add(keyOf(filter))
    else registered = registered.flatMap(base => devices.map(device => new Map([...base, ...device])))
  }
  const cells = [{ device: undefined, words: 'an unregistered device' }, ...registered.map(device => ({ device, words: describe(device, cut) }))]
  return { cells, uncut }
}

function termsIn(filter: DeviceFilter): Term[] {
  return filter.rule === undefined ? [] : termsOf(filter.rule)
}

function propertiesOf(filter: DeviceFilter): Set<string> {
  const names = termsIn(filter).map(term => term.path.toLowerCase())
  return new Set(names.some(name => name.startsWith('extensionattribute')) ? [...names, ...gating] : names)
}

/** Groups of filters that share properties, directly or through others. */
function componentsOf(filters: readonly DeviceFilter[]): DeviceFilter[][] {
  let groups: { filters: DeviceFilter[], names: Set<string> }[] = []
  for (const filter of filters) {
    const names = propertiesOf(filter)
    const touching = groups.filter(group => !group.names.isDisjointFrom(names))
    const merged = { filters: [...touching.flatMap(group => group.filters), filter], names: touching.reduce((all, group) => all.union(group.names), names) }
    groups = [...groups.filter(group => !touching.includes(group)), merged]
  }
  return groups.map(group => group.filters)
}

/** One device for each distinct vector of answers, or undefined where too many would have to be tried. */
function distinctDevices(filters: readonly DeviceFilter[]): Properties[] | undefined {
  const names = [...new Set(filters.flatMap(filter => [...propertiesOf(filter)]))].sort()
  const values = names.map(name => candidateValues(name, filters.flatMap(termsIn).filter(term => term.path.toLowerCase() === name)))
  if (values.reduce((product, list) => product * list.length, 1) > mostTried) return undefined
  const found = new Map<string, Properties>()
  const visit = (at: number, device: [string, PropertyValue][]): void => {
    const name = names[at]
    if (name === undefined) {
      const properties = new Map(device)
      const key = filters.map(filter => deviceTruth({ ...filter, mode: 'include' }, properties)).join('')
      if (!found.has(key)) found.set(key, properties)
      return
    }
    for (const value of values[at] ?? []) visit(at + 1, [...device, [name === 'deviceownership' ? 'ownership' : name, value]])
  }
  visit(0, [])
  return [...found.values()]
}

/** The answers that the devices of a cell give, which is all that tells them from others. */
function describe(device: Properties, filters: readonly DeviceFilter[]): string {
  const rules = new Map(filters.flatMap(({ text, rule }) => rule === undefined ? [] : [[text, rule]]))
  const matched = [...rules].filter(([, rule]) => matches(rule, path => device.get(path.toLowerCase()) ?? null)).map(([text]) => `\`${shortened(text)}\``)
  const [only] = rules.keys()
  if (matched.length === 0) return `a registered device that ${rules.size === 1 ? `does not match \`${shortened(only ?? '')}\`` : 'matches none of the filter rules'}`
  return `a registered device that matches ${matched.join(' and ')}${matched.length < rules.size ? ' and no other filter rule' : ''}`
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`
}
