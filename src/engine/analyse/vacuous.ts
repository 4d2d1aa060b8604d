import { demandsOf } from '../demands.ts'
import { FALSE } from '../truth.ts'
import { workloadTruth } from '../conditions/workloads.ts'
import { classRow } from '../sign-in-rows.ts'
import type { Compiled, CompiledPolicy } from '../compile.ts'
import type { Ground } from '../ground.ts'

/** Why a policy can never matter, or undefined where it can, or may. */
export function vacuousReason(ground: Ground, policy: CompiledPolicy): string | undefined {
  if (demandsOf(policy).length === 0) return 'it demands nothing'
  if (!reachesSomebody(ground, policy)) return policy.workloads === null ? 'it applies to nobody' : 'it applies to no workload'
  if (!ground.targets.some((_, target) => ground.cover(policy).targets(target) !== FALSE)) return 'it applies to no application or action'
  if (policy.workloads === null && neverApplies(ground, policy)) return 'its conditions exclude each other'
  return undefined
}

function reachesSomebody({ compiled, externals }: Ground, policy: CompiledPolicy): boolean {
  const { workloads } = policy
  if (workloads !== null) return compiled.tenant.apps.list.some(app => workloadTruth(workloads, { id: app.id, app }, compiled.tenant) !== FALSE) || !compiled.tenant.apps.read
  return !compiled.tenant.users.read || classNames(compiled).some(name => classRow(compiled, name)[policy.index] !== FALSE) ||
    externals.some(external => external.truthOf(policy) !== FALSE)
}

function classNames({ classes }: Compiled): number[] {
  return Array.from({ length: classes.count }, (_, name) => name)
}

/** Risks of workloads and agents are no conditions of people, so a policy for people that sets them does not apply. */
function neverApplies(ground: Ground, policy: CompiledPolicy): boolean {
  return ground.cover(policy).may === undefined && policy.policy.conditions.agentIdRiskLevels === null
}
