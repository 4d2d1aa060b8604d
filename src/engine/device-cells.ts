import { deviceTruth, type Device, type DeviceFilter } from './conditions/devices.ts'
import { matches, termsOf, type PropertyValue } from './device-filter/match.ts'
import { candidateValues } from './device-values.ts'
import type { Term } from './device-filter/parse.ts'

/** A set of devices that no filter in question tells apart, with one of them. */
export interface DeviceCell {
  readonly device: Device
  readonly words: string
}

/** The cells, and the filters that could not be cut because their combinations are too many. */
export interface DeviceCells {
  readonly cells: readonly DeviceCell[]
  readonly uncut: ReadonlySet<DeviceFilter>
}

type Properties = ReadonlyMap<string, PropertyValue>

const mostTried = 200_000
const mostCells = 1_024
const gating = ['iscompliant', 'trusttype', 'mdmappid']

/**
 * Cuts all devices into the satisfiable combinations of the filters: the unregistered device, and for registered ones every
 * combination of answers that some device gives. Filters without a property in common are cut apart and then combined.
 */
export function deviceCells(filters: readonly DeviceFilter[]): DeviceCells {
  const cut = filters.filter(filter => filter.rule !== undefined)
  if (cut.length === 0) return { cells: [{ device: undefined, words: 'any device' }], uncut: new Set() }
  const uncut = new Set<DeviceFilter>()
  let registered: Properties[] = [new Map()]
  for (const component of componentsOf(cut)) {
    const devices = distinctDevices(component)
    if (devices === undefined || devices.length * registered.length > mostCells) for (const filter of component) uncut.add(filter)
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

function describe(device: Properties, filters: readonly DeviceFilter[]): string {
  const shown = [...device].filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name} ${typeof value === 'string' ? `\`${value}\`` : String(value)}`)
  const told = filters.some(({ rule }) => rule !== undefined && matches(rule, path => device.get(path.toLowerCase()) ?? null))
  return `a registered device${shown.length > 0 ? ` with ${shown.join(', ')}` : told ? '' : ' that no filter names'}`
}
