import { deviceTruth, type DeviceFilter } from './conditions/devices.ts'
import { locationTruth, untrusted, type Locations } from './conditions/locations.ts'
import { clientAppTruth, flags, flowTruth, insiderTruth, platformTruth, riskTruth, unrecognisedPlatform } from './conditions/values.ts'
import { deviceCells, keyOf, type DeviceCell, type DeviceCells } from './device-cells.ts'
import { locationCells, type LocationCell } from './location-cells.ts'
import { bitsOf, maskOf, type Box } from './region.ts'
import { FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'
import type { RequirementConditions } from '#src/domain/requirement.ts'
import type { SignInConditions } from '#src/domain/sign-in.ts'

/** The conditions that a person's sign-in may vary in, as boxes over the cells that the policies in question tell apart. */
export interface Space {
  readonly full: Box
  readonly locations: readonly LocationCell[]
  readonly devices: DeviceCells
}

/** The conditions under which a policy applies for sure (`must`) and perhaps (`may`); undefined where that is never. */
export interface Reach {
  readonly must: Box | undefined
  readonly may: Box | undefined
}

const clients = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'] as const
export const platformNames = ['windows', 'macOS', 'iOS', 'android', 'linux', 'windowsPhone', unrecognisedPlatform] as const
/** The place of the platforms among a box's dimensions. */
export const platformDimension = 1
const risks = ['none', 'low', 'medium', 'high'] as const
const insiderRisks = ['none', 'minor', 'moderate', 'elevated'] as const
const flows = ['none', 'deviceCodeFlow', 'authenticationTransfer'] as const

/** What the scope of a requirement tells apart besides the policies. */
export interface ScopeCuts {
  readonly filter: DeviceFilter | undefined
  readonly outsideTrusted: boolean
}

/** Builds the space for the policies, and for a scope where it tells more apart. */
export function spaceOf(compiled: Compiled, policies: readonly CompiledPolicy[], scope?: ScopeCuts): Space {
  const conditions = [...policies.map(({ policy }) => policy.conditions.locations), scope?.outsideTrusted === true ? untrusted : null].filter(condition => condition !== null)
  const locations = locationCells(conditions, compiled.locations,
    place => conditions.map(condition => locationTruth(condition, compiled.locations, place)).join(''))
  const devices = devicesOf(compiled, [...policies.map(policy => policy.device), scope?.filter].filter(filter => filter !== undefined))
  const full = [clients.length, platformNames.length, locations.length, devices.cells.length, risks.length, risks.length, insiderRisks.length, flows.length]
    .map(size => (1n << BigInt(size)) - 1n)
  return { full, locations, devices }
}

const devicesKnown = new WeakMap<Compiled['rows'], Map<string, DeviceCells>>()

/** The device cells of the filters, worked out once for the same. */
function devicesOf({ rows }: Compiled, filters: readonly DeviceFilter[]): DeviceCells {
  const known = devicesKnown.get(rows) ?? new Map<string, DeviceCells>()
  devicesKnown.set(rows, known)
  const distinct = new Map(filters.map(filter => [keyOf(filter), filter]))
  const key = [...distinct.keys()].sort().join('\n')
  const cells = known.get(key) ?? deviceCells([...distinct.values()])
  known.set(key, cells)
  return cells
}

/** Where a policy applies to people, whoever and whatever they sign in to. */
export function reachOf(compiled: Compiled, space: Space, policy: CompiledPolicy): Reach {
  if (!isAboutPeople(policy)) return { must: undefined, may: undefined }
  const judges = judgesOf(compiled, space, policy)
  const may = boxOf(judges, UNKNOWN)
  if (!isCertain(policy)) return { must: undefined, may }
  return { must: judges.some(truths => truths.includes(UNKNOWN)) ? boxOf(judges, TRUE) : may, may }
}

/** Where a policy surely applies if `other` does: a condition that both set alike is not in question. */
export function mustGiven(compiled: Compiled, space: Space, { policy, other }: { readonly policy: CompiledPolicy, readonly other: CompiledPolicy }): Box | undefined {
  if (!isAboutPeople(policy) || !isCertain(policy)) return undefined
  const given = conditionsIn(other)
  const judges = conditionsIn(policy).map((condition, dimension) => JSON.stringify(condition) === JSON.stringify(given[dimension]) ? undefined : dimension)
  return boxOf(judgesOf(compiled, space, policy).map((truths, dimension) =>
    judges[dimension] === undefined ? truths.map(truth => truth === FALSE ? FALSE : TRUE) : truths), TRUE)
}

function isAboutPeople({ mode, workloads, policy: { conditions } }: CompiledPolicy): boolean {
  return mode !== 'disabled' && workloads === null && conditions.servicePrincipalRiskLevels.length === 0 && flags(conditions.agentIdRiskLevels).length === 0
}

function isCertain({ mode, unrecognised }: CompiledPolicy): boolean {
  return mode !== 'unknown' && !unrecognised
}

/** The conditions as they are set, in the order of the dimensions. */
export function conditionsIn({ policy: { conditions } }: CompiledPolicy): readonly unknown[] {
  return [conditions.clientAppTypes, conditions.platforms, conditions.locations, conditions.devices, conditions.signInRiskLevels, conditions.userRiskLevels,
    conditions.insiderRiskLevels, conditions.authenticationFlows]
}

function judgesOf(compiled: Compiled, space: Space, policy: CompiledPolicy): Truth[][] {
  const { conditions } = policy.policy
  return [
    truthsOf(clients, value => clientAppTruth(conditions.clientAppTypes, value)),
    truthsOf(platformNames, value => platformTruth(conditions.platforms, value)),
    truthsOf(space.locations, ({ place }) => locationTruth(conditions.locations, compiled.locations, place)),
    truthsOf(space.devices.cells, cell => cellTruth(space.devices, policy.device, cell)),
    truthsOf(risks, value => riskTruth(conditions.signInRiskLevels, value)),
    truthsOf(risks, value => riskTruth(conditions.userRiskLevels, value)),
    truthsOf(insiderRisks, value => insiderTruth(conditions.insiderRiskLevels, value)),
    truthsOf(flows, value => flowTruth(conditions.authenticationFlows, value))
  ]
}

function truthsOf<T>(values: readonly T[], truthOf: (value: T) => Truth): Truth[] {
  return values.map(truthOf)
}

function cellTruth(cells: DeviceCells, filter: DeviceFilter | undefined, cell: DeviceCell): Truth {
  return filter !== undefined && cells.uncut.has(keyOf(filter)) ? UNKNOWN : deviceTruth(filter, cell.device)
}

/** The box of the values whose truth is at least the one given. */
function boxOf(judges: readonly Truth[][], least: Truth): Box | undefined {
  const box = judges.map(truths => maskOf(truths.length, index => (truths[index] ?? FALSE) >= least))
  return box.includes(0n) ? undefined : box
}

/** The sign-ins that a requirement is about, as a box; with locations, those outside the trusted ones. */
export function scopeBox(space: Space, conditions: RequirementConditions, filter: DeviceFilter | undefined, trusted?: Locations): Box | undefined {
  const among = (values: readonly string[], wanted: readonly string[] | undefined): Truth[] =>
    values.map(value => wanted === undefined || wanted.includes(value) ? TRUE : FALSE)
  return boxOf([
    among(clients, conditions.clientAppTypes), among(platformNames, conditions.platforms),
    space.locations.map(({ place }) => trusted === undefined ? TRUE : locationTruth(untrusted, trusted, place)), space.devices.cells.map(cell => cellTruth(space.devices, filter, cell)),
    among(risks, conditions.signInRiskLevels), among(risks, conditions.userRiskLevels),
    among(insiderRisks, conditions.insiderRiskLevels), among(flows, conditions.transferMethods)
  ], UNKNOWN)
}

const names = ['clientAppTypes', 'platforms', 'locations', 'devices', 'signInRiskLevels', 'userRiskLevels', 'insiderRiskLevels', 'authenticationFlows'] as const

/** The box in names: the dimensions in which it is narrower than `within`. */
export function conditionsOf(space: Space, box: Box, within: Box): RegionConditions {
  const labels: readonly (readonly string[])[] = [clients, platformNames, space.locations.map(cell => cell.words), space.devices.cells.map(cell => cell.words),
    risks, risks, insiderRisks, flows]
  const conditions: RegionConditions = {}
  for (const [dimension, name] of names.entries()) {
    const mask = box[dimension] ?? 0n
    if (mask !== within[dimension]) conditions[name] = bitsOf(mask).map(index => labels[dimension]?.[index] ?? '')
  }
  return conditions
}

/** One sign-in's conditions inside the box: the first value of each dimension, the commonest one. */
export function exampleIn(space: Space, box: Box): SignInConditions {
  const first = (dimension: number): number => bitsOf(box[dimension] ?? 1n)[0] ?? 0
  const location = space.locations[first(2)]
  const device = space.devices.cells[first(3)]?.device
  const platform = platformNames[first(1)]
  return {
    clientAppType: clients[first(0)] ?? 'browser',
    devicePlatform: platform === unrecognisedPlatform ? 'unknownFutureValue' : platform ?? 'windows',
    ipAddress: location?.ipAddress ?? '198.51.100.7', country: location?.country ?? null,
    ...device === undefined ? {} : { deviceInfo: Object.fromEntries([...device].filter(([, value]) => value !== null).map(([name, value]) => [graphName(name), typeof value === 'object' ? [...value ?? []] : value])) },
    signInRiskLevel: risks[first(4)] ?? 'none', userRiskLevel: risks[first(5)] ?? 'none', insiderRiskLevel: insiderRisks[first(6)] ?? 'none',
    authenticationFlow: { transferMethod: flows[first(7)] ?? 'none' }
  }
}

const deviceNames = ['deviceId', 'displayName', 'enrollmentProfileName', 'isCompliant', 'manufacturer', 'mdmAppId', 'model', 'operatingSystem',
  'operatingSystemVersion', 'ownership', 'physicalIds', 'profileType', 'systemLabels', 'trustType']

function graphName(lower: string): string {
  return deviceNames.find(name => name.toLowerCase() === lower) ?? lower.replace('extensionattribute', 'extensionAttribute')
}
