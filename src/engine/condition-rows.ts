import { deviceTruth } from './conditions/devices.ts'
import { locationTruth } from './conditions/locations.ts'
import { placeCells } from './conditions/place-cells.ts'
import { clientAppTruth, flags, flowTruth, insiderNames, insiderTruth, platformTruth, riskTruth, unrecognisedPlatform } from './conditions/values.ts'
import { usedLocations } from './location-cells.ts'
import { alike, rowOfAlike, type Row } from './rows.ts'
import { and, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { Compiled } from './compile.ts'
import type { Facts } from './facts.ts'
import { clientAppTypes, platforms, riskLevels, transferMethods, type PolicyConditions } from '#src/domain/policy.ts'
import type { AnalysisReason } from '#src/domain/verdict.ts'

/** One condition of all policies: its row for a sign-in, and the reason to report where it is the first that is false. */
export interface Column {
  readonly reasonFor: (facts: Facts) => AnalysisReason
  readonly rowFor: (facts: Facts) => Row
}

type Policies = Compiled['policies']

/** A condition on one value. Values beyond `known` that no policy lists are all the same to it. */
interface Valued {
  readonly valueOf: (facts: Facts) => string | undefined
  readonly known: readonly string[]
  readonly listed: (conditions: PolicyConditions) => readonly string[]
  readonly judge: (conditions: PolicyConditions, value: string | undefined) => Truth
  /** What `judge` looks at, where it is more than what is listed. */
  readonly looksAt?: (conditions: PolicyConditions) => unknown
}

const mostPlaces = 50_000

/** The conditions other than who and what, in the order in which the first false one is reported. */
export function columnsOf(compiled: Compiled): Column[] {
  const { policies } = compiled
  const valued = (reason: AnalysisReason, condition: Valued): Column => column(reason, rowsByValue(policies, condition))
  return [
    valued('devicePlatform', {
      valueOf: facts => facts.platform?.toLowerCase(), known: [...lower(platforms), unrecognisedPlatform], looksAt: conditions => conditions.platforms,
      listed: ({ platforms: condition }) => lower([...condition?.includePlatforms ?? [], ...condition?.excludePlatforms ?? []]),
      judge: (conditions, value) => platformTruth(conditions.platforms, value)
    }),
    column('devices', deviceRows(policies)),
    valued('clientApps', {
      valueOf: facts => facts.clientApp, known: clientAppTypes, listed: conditions => conditions.clientAppTypes,
      judge: (conditions, value) => clientAppTruth(conditions.clientAppTypes, value)
    }),
    column('location', placeRows(compiled)),
    ...(['signInRisk', 'userRisk'] as const).map(name => valued(name, {
      valueOf: facts => facts[name], known: riskLevels, listed: conditions => conditions[`${name}Levels`],
      judge: (conditions, value = '') => riskTruth(conditions[`${name}Levels`], value)
    })),
    valued('insiderRisk', {
      valueOf: facts => facts.insiderRisk, known: insiderNames, listed: conditions => flags(conditions.insiderRiskLevels),
      judge: (conditions, value = '') => insiderTruth(conditions.insiderRiskLevels, value)
    }),
    valued('authenticationFlow', {
      valueOf: facts => facts.flow, known: transferMethods, listed: conditions => flags(conditions.authenticationFlows?.transferMethods ?? null),
      judge: (conditions, value = '') => flowTruth(conditions.authenticationFlows, value)
    }),
    column('signInRisk', borneRows(policies, isWorkload, facts => facts.servicePrincipalRisk, conditions => conditions.servicePrincipalRiskLevels)),
    column('agentIdRisk', borneRows(policies, isAgent, facts => facts.agentRisk, conditions => flags(conditions.agentIdRiskLevels)))
  ]
}

function column(reason: AnalysisReason, rowFor: Column['rowFor']): Column {
  return { reasonFor: () => reason, rowFor }
}

function lower(values: readonly string[]): string[] {
  return values.map(value => value.toLowerCase())
}

/** The rows of a condition on one value: one for each value that is known or listed, one for all others, one for none. */
function rowsByValue(policies: Policies, { valueOf, known, listed, judge, looksAt = listed }: Valued): Column['rowFor'] {
  const groups = alike(policies, ({ policy }) => looksAt(policy.conditions))
  const names = new Set([...known, ...groups.flatMap(({ sample }) => listed(sample.policy.conditions))])
  const rows = new Map<string | undefined, Row>()
  let other: Row | undefined
  const make = (value: string | undefined): Row => rowOfAlike(policies.length, groups, ({ policy }) => judge(policy.conditions, value))
  return facts => {
    const value = valueOf(facts)
    const found = rows.get(value)
    if (found !== undefined) return found
    if (value !== undefined && !names.has(value)) return other ??= make(value)
    const made = make(value)
    rows.set(value, made)
    return made
  }
}

/** Service principal and agent risk: looked at for the subjects that bear them, false for the others (C20). */
function borneRows(policies: Policies, bears: (facts: Facts) => Truth, valueOf: (facts: Facts) => string, listed: Valued['listed']): Column['rowFor'] {
  const borneAs = (borne: Truth): Column['rowFor'] => rowsByValue(policies, {
    valueOf, known: riskLevels, listed,
    judge: (conditions, value = '') => listed(conditions).length === 0 ? TRUE : and(borne, riskTruth(listed(conditions), value))
  })
  const [no, perhaps, yes] = [borneAs(FALSE), borneAs(UNKNOWN), borneAs(TRUE)]
  return facts => {
    const borne = bears(facts)
    return (borne === TRUE ? yes : borne === FALSE ? no : perhaps)(facts)
  }
}

function isWorkload({ workload }: Facts): Truth {
  return workload === undefined ? FALSE : TRUE
}

function isAgent({ workload, subject }: Facts): Truth {
  return workload !== undefined || subject?.kind === 'agent' ? TRUE : subject?.kind === 'stranger' ? UNKNOWN : FALSE
}

/** Device filters: each distinct one is judged anew for every registered device, none of which is kept. */
function deviceRows(policies: Policies): Column['rowFor'] {
  const groups = alike(policies, ({ policy }) => policy.conditions.devices?.deviceFilter)
  let unregistered: Row | undefined
  return ({ device }) => {
    const make = (): Row => rowOfAlike(policies.length, groups, policy => deviceTruth(policy.device, device))
    return device === undefined ? unregistered ??= make() : make()
  }
}

/** Locations: one row for all places that are inside the same of them. At most `mostPlaces` rows stay. */
function placeRows({ policies, locations }: Compiled): Column['rowFor'] {
  const groups = alike(policies, ({ policy }) => policy.conditions.locations)
  const cellOf = placeCells(usedLocations(groups.map(({ sample }) => sample.policy.conditions.locations), locations))
  const rows = new Map<number, Row>()
  return ({ place }) => {
    const cell = cellOf(place)
    const found = rows.get(cell)
    if (found !== undefined) return found
    const made = rowOfAlike(policies.length, groups, ({ policy }) => locationTruth(policy.conditions.locations, locations, place))
    if (rows.size < mostPlaces) rows.set(cell, made)
    return made
  }
}
