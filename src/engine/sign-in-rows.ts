import { deviceTruth } from './conditions/devices.ts'
import { locationTruth } from './conditions/locations.ts'
import { resourceTruth } from './conditions/resources.ts'
import { accountAt, userTruth, type Subject } from './conditions/users.ts'
import { clientAppTruth, flags, flowTruth, insiderTruth, platformTruth, riskTruth } from './conditions/values.ts'
import { workloadTruth } from './conditions/workloads.ts'
import { and, FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Facts } from './facts.ts'
import type { AnalysisReason } from '#src/domain/verdict.ts'

/** Truths of one condition, a policy each. Without `reason` it is the subject's. */
export interface ConditionRow {
  readonly reason: AnalysisReason | undefined
  readonly truths: Uint8Array
}

type Judge = (policy: CompiledPolicy) => Truth

/** The rows of a sign-in in the order in which the first false condition is reported. */
export function rowsOf(compiled: Compiled, facts: Facts): ConditionRow[] {
  const kept = (dimension: string, value: string | undefined, judge: Judge): Uint8Array =>
    compiled.rows.kept(`${dimension}:${value ?? ''}`, index => judgeAt(compiled, index, judge))
  const fresh = (judge: Judge): Uint8Array => compiled.rows.fresh(index => judgeAt(compiled, index, judge))
  return [
    { reason: undefined, truths: subjectRow(compiled, facts) },
    { reason: targetReason(facts), truths: targetRow(compiled, facts) },
    { reason: 'devicePlatform', truths: kept('platform', facts.platform, ({ policy }) => platformTruth(policy.conditions.platforms, facts.platform)) },
    { reason: 'devices', truths: facts.device === undefined
      ? kept('device', undefined, ({ device }) => deviceTruth(device, undefined))
      : fresh(({ device }) => deviceTruth(device, facts.device)) },
    { reason: 'clientApps', truths: kept('client', facts.clientApp, ({ policy }) => clientAppTruth(policy.conditions.clientAppTypes, facts.clientApp)) },
    { reason: 'location', truths: fresh(({ policy }) => locationTruth(policy.conditions.locations, compiled.locations, facts.place)) },
    { reason: 'signInRisk', truths: kept('signInRisk', facts.signInRisk, ({ policy }) => riskTruth(policy.conditions.signInRiskLevels, facts.signInRisk)) },
    { reason: 'userRisk', truths: kept('userRisk', facts.userRisk, ({ policy }) => riskTruth(policy.conditions.userRiskLevels, facts.userRisk)) },
    { reason: 'insiderRisk', truths: kept('insiderRisk', facts.insiderRisk, ({ policy }) => insiderTruth(policy.conditions.insiderRiskLevels, facts.insiderRisk)) },
    { reason: 'authenticationFlow', truths: kept('flow', facts.flow, ({ policy }) => flowTruth(policy.conditions.authenticationFlows, facts.flow)) },
    ...identityRiskRows(facts, kept)
  ]
}

/** Service principal and agent risk: looked at for the subjects that have them, false for the others (C20). */
function identityRiskRows(facts: Facts, kept: (dimension: string, value: string, judge: Judge) => Uint8Array): ConditionRow[] {
  const workload: Truth = facts.workload === undefined ? FALSE : TRUE
  const agent: Truth = workload === TRUE || facts.subject?.kind === 'agent' ? TRUE : facts.subject?.kind === 'stranger' ? UNKNOWN : FALSE
  return [
    { reason: 'signInRisk', truths: kept(`servicePrincipalRisk:${workload}`, facts.servicePrincipalRisk,
      ({ policy }) => subjectRisk(policy.conditions.servicePrincipalRiskLevels, workload, facts.servicePrincipalRisk)) },
    { reason: 'agentIdRisk', truths: kept(`agentRisk:${agent}`, facts.agentRisk,
      ({ policy }) => subjectRisk(flags(policy.conditions.agentIdRiskLevels), agent, facts.agentRisk)) }
  ]
}

/** `bears`: whether the subject has such a risk at all. */
function subjectRisk(levels: readonly string[], bears: Truth, value: string): Truth {
  return levels.length === 0 ? TRUE : and(bears, riskTruth(levels, value))
}

function judgeAt(compiled: Compiled, index: number, judge: Judge): Truth {
  const policy = compiled.policies[index]
  return policy === undefined ? FALSE : judge(policy)
}

/** The users row of a class of users. */
export function classRow(compiled: Compiled, name: number): Uint8Array {
  const member = compiled.classes.order[compiled.classes.starts[name] ?? 0] ?? 0
  return compiled.rows.kept(`class:${name}`, index => judgeAt(compiled, index, personTruth(accountAt(compiled.tenant, member))))
}

function personTruth(subject: Subject): Judge {
  return policy => policy.workloads === null ? userTruth(policy.users, subject) : FALSE
}

function subjectRow(compiled: Compiled, { subject, workload }: Facts): Uint8Array {
  if (subject === undefined) {
    return compiled.rows.fresh(index => judgeAt(compiled, index, policy =>
      policy.workloads === null || workload === undefined ? FALSE : workloadTruth(policy.workloads, workload, compiled.tenant)))
  }
  const asStored = subject.index >= 0 && isStored(compiled, subject)
  if (asStored) return classRow(compiled, compiled.classes.of[subject.index] ?? 0)
  return compiled.rows.fresh(index => judgeAt(compiled, index, personTruth(subject)))
}

function isStored(compiled: Compiled, subject: Subject): boolean {
  return subject.guestType === compiled.tenant.users.guestType(subject.index) && subject.homeTenantId === compiled.tenant.users.homeTenantId(subject.index)
}

function targetReason(facts: Facts): AnalysisReason {
  const kind = facts.targets[0]?.kind
  return kind === 'userAction' ? 'userActions' : kind === 'authenticationContext' ? 'authenticationContext' : 'application'
}

function targetRow(compiled: Compiled, { targets, scopes }: Facts): Uint8Array {
  const judge: Judge = ({ resources }) => resourceTruth(resources, targets, scopes, compiled.tenant)
  const [only, more] = targets
  const plain = more === undefined && scopes.requested.length === 0 && only?.kind === 'application' && only.app !== undefined
  return plain ? compiled.rows.kept(`app:${only.appId}`, index => judgeAt(compiled, index, judge)) : compiled.rows.fresh(index => judgeAt(compiled, index, judge))
}
