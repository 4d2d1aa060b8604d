import { limitsAsMuch } from './controls.ts'
import type { CompiledPolicy } from './compile.ts'

/** One thing that a policy demands, and whether another policy demands as much. */
export interface Demanded {
  readonly name: string
  readonly kind: 'block' | 'grant' | 'session'
  readonly impliedBy: (other: CompiledPolicy) => boolean
}

/** What a policy demands where it applies: a block, or each clause and each session control. */
export function demandsOf({ demand, session }: CompiledPolicy): Demanded[] {
  if (demand.block) return [{ name: 'block', kind: 'block', impliedBy: other => other.demand.block }]
  return [
    ...demand.clauses.map((clause): Demanded => ({
      name: clause.join(' or '), kind: 'grant',
      impliedBy: other => other.demand.block || other.demand.clauses.some(stronger => stronger.every(name => clause.includes(name)))
    })),
    ...Object.entries(session).map(([name, value]): Demanded => ({
      name: `${name} ${String(value)}`, kind: 'session', impliedBy: other => other.demand.block || limitsAsMuch(name, other.session[name], value)
    }))
  ]
}

/** Whether a policy asks for anything before access is given. */
export function grants({ demand }: CompiledPolicy): boolean {
  return demand.block || demand.clauses.length > 0
}

/** Whether it reaches identities other than people, for which regions are not worked out. */
export function isAboutWorkloads({ workloads, policy }: CompiledPolicy): boolean {
  return workloads !== null || policy.conditions.servicePrincipalRiskLevels.length > 0 || policy.conditions.agentIdRiskLevels !== null
}
