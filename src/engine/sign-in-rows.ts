import { columnsOf, type Column } from './condition-rows.ts'
import { resourceTruth, targetTruth, type Target } from './conditions/resources.ts'
import { accountAt, userTruth, type Subject } from './conditions/users.ts'
import { flags } from './conditions/values.ts'
import { workloadTruth } from './conditions/workloads.ts'
import { anyRow, rowOf, type Row } from './rows.ts'
import { FALSE, type Truth } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Facts } from './facts.ts'
import type { TargetAtom } from './target-atoms.ts'
import { guestTypes } from '#src/domain/policy.ts'
import type { AnalysisReason } from '#src/domain/verdict.ts'

const mostOutsiders = 10_000

/** Every condition in the order in which the first false one is reported. */
export function everyColumn(compiled: Compiled): Column[] {
  return [
    { reasonFor: ({ subject }) => subject === undefined ? 'workloadIdentities' : 'users', rowFor: subjectRows(compiled) },
    { reasonFor: targetReason, rowFor: targetRows(compiled) },
    ...columnsOf(compiled)
  ]
}

/** The users row of a class of users, by the policies' indices. */
export function classRow(compiled: Compiled, name: number): Uint8Array {
  const { classes, every, rows, tenant } = compiled
  return rows.ofClass(name, () => {
    const subject = accountAt(tenant, classes.order[classes.starts[name] ?? 0] ?? 0)
    return Uint8Array.from(every, policy => personTruth(policy, subject))
  })
}

function personTruth(policy: CompiledPolicy, subject: Subject): Truth {
  return policy.workloads === null ? userTruth(policy.users, subject) : FALSE
}

/** The row of who signs in: by class for an account, by what policies can tell of them for people without one. */
function subjectRows(compiled: Compiled): Column['rowFor'] {
  const { policies, tenant, classes } = compiled
  const byClass: (Row | undefined)[] = []
  const outsiders = new Map<string, Row>()
  const keyOf = outsiderKeys(policies)
  const rowOfClass = (name: number): Row => {
    const truths = classRow(compiled, name)
    return byClass[name] ??= rowOf(policies, ({ index }) => truths[index] ?? FALSE)
  }
  return ({ subject, workload }) => {
    if (subject === undefined) {
      return rowOf(policies, ({ workloads }) => workloads === null || workload === undefined ? FALSE : workloadTruth(workloads, workload, tenant))
    }
    if (subject.index >= 0 && isStored(compiled, subject)) return rowOfClass(classes.of[subject.index] ?? 0)
    const make = (): Row => rowOf(policies, policy => personTruth(policy, subject))
    if (subject.index >= 0) return make()
    const key = keyOf(subject)
    const row = outsiders.get(key) ?? make()
    if (outsiders.size < mostOutsiders) outsiders.set(key, row)
    return row
  }
}

function isStored({ tenant }: Compiled, subject: Subject): boolean {
  return subject.guestType === tenant.users.guestType(subject.index) && subject.homeTenantId === tenant.users.homeTenantId(subject.index)
}

/** What policies can tell of people without an account: ids, guest types and home tenants that no policy names are all the same. */
function outsiderKeys(policies: readonly CompiledPolicy[]): (subject: Subject) => string {
  const sides = policies.flatMap(({ users }) => [users.include, users.exclude])
  const guests = sides.flatMap(side => side.guests ?? [])
  const ids = new Set(sides.flatMap(side => [...side.ids]))
  const types = new Set([...guestTypes, ...guests.flatMap(({ guestOrExternalUserTypes }) => flags(guestOrExternalUserTypes))])
  const homes = new Set(guests.flatMap(({ externalTenants }) => externalTenants?.members ?? []).map(id => id.toLowerCase()))
  const named = (names: ReadonlySet<string>, name: string | null): string => name === null ? '' : names.has(name) ? `is ${name}` : 'other'
  return ({ kind, id, guestType, homeTenantId }) =>
    `${kind} ${named(ids, id)}\n${named(types, guestType)}\n${named(homes, homeTenantId?.toLowerCase() ?? null)}`
}

function targetReason({ targets }: Facts): AnalysisReason {
  const kind = targets[0]?.kind
  return kind === 'userAction' ? 'userActions' : kind === 'authenticationContext' ? 'authenticationContext' : 'application'
}

/** The row of what is signed in to: that of its atom, where it has one. */
function targetRows(compiled: Compiled): Column['rowFor'] {
  const { policies, targets: atoms, tenant } = compiled
  const rows = new Map<TargetAtom, Row>()
  const rowOfTarget = (target: Target): Row => {
    const atom = target.kind === 'application' && target.app !== undefined ? atoms.atomOf(target.appId) : undefined
    if (atom === undefined) return rowOf(policies, ({ resources }) => targetTruth(resources, target, tenant))
    const row = rows.get(atom) ?? rowOf(policies, ({ index }) => atom.truths[index] ?? FALSE)
    rows.set(atom, row)
    return row
  }
  return ({ targets, scopes }) => {
    if (scopes.requested.length > 0) return rowOf(policies, ({ resources }) => resourceTruth(resources, targets, scopes, tenant))
    const [only, more] = targets
    return only !== undefined && more === undefined ? rowOfTarget(only) : anyRow(policies.length, targets.map(rowOfTarget))
  }
}
