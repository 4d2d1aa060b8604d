import type { GrantControls, Policy, SessionControls } from '#src/domain/policy.ts'
import type { Outcome } from '#src/domain/verdict.ts'

/** What a policy demands: `block`, or clauses each of which must be met by one of its names (O2, O3). */
export interface Demand {
  readonly block: boolean
  readonly clauses: readonly (readonly string[])[]
}

type Session = Outcome['session']

/** The grant controls as clauses. */
export function demandOf(policy: Policy): Demand {
  const names = policy.grantControls === null ? [] : controlNames(policy.grantControls)
  if (names.includes('block')) return { block: true, clauses: [] }
  if (names.length === 0) return { block: false, clauses: [] }
  return { block: false, clauses: policy.grantControls?.operator.toUpperCase() === 'AND' ? names.map(name => [name]) : [names] }
}

function controlNames(grant: GrantControls): string[] {
  return [
    ...grant.builtInControls,
    ...grant.customAuthenticationFactors.map(id => `customAuthenticationFactor:${id}`),
    ...grant.termsOfUse.map(id => `termsOfUse:${id}`),
    ...grant.authenticationStrength === null ? [] : [`authenticationStrength:${grant.authenticationStrength.id}`]
  ]
}

/** Clauses sorted, without duplicates, and without those that another clause implies. */
export function reduced(clauses: Iterable<readonly string[]>): string[][] {
  const distinct = new Map<string, string[]>()
  for (const clause of clauses) {
    const sorted = [...new Set(clause)].sort()
    distinct.set(sorted.join('\n'), sorted)
  }
  const all = [...distinct.values()]
  const kept = all.filter(clause => !all.some(other => other !== clause && other.every(name => clause.includes(name))))
  return kept.sort((a, b) => a.join('\n') < b.join('\n') ? -1 : 1)
}

/** One policy's session controls by name (O4). */
export function sessionOf(policy: Policy): Session {
  const controls = policy.sessionControls
  if (controls === null) return {}
  const session: Session = {}
  for (const [name, value] of Object.entries(controls)) {
    const read = sessionValue(name, value, controls)
    if (read !== undefined) session[name] = read
  }
  return session
}

function sessionValue(name: string, value: unknown, controls: SessionControls): string | boolean | undefined {
  if (value === null || value === undefined || value === false || name.includes('@')) return undefined
  if (typeof value === 'object' && 'isEnabled' in value && value.isEnabled === false) return undefined
  switch (name) {
    case 'signInFrequency': return frequency(controls.signInFrequency)
    case 'persistentBrowser': return controls.persistentBrowser?.mode ?? undefined
    case 'cloudAppSecurity': return controls.cloudAppSecurity?.cloudAppSecurityType ?? undefined
    case 'continuousAccessEvaluation': return controls.continuousAccessEvaluation?.mode ?? undefined
    default: return true
  }
}

function frequency(control: SessionControls['signInFrequency']): string | undefined {
  if (control === null) return undefined
  if (control.frequencyInterval === 'everyTime') return 'everyTime'
  return control.value === null ? undefined : `${control.value * (control.type === 'days' ? 24 : 1)}h`
}

/** The session controls of several policies together: the strictest frequency, `conflict` where two values differ. */
export function mergedSession(sessions: Iterable<Session>): Session {
  const merged: Session = {}
  for (const session of sessions) {
    for (const [name, value] of Object.entries(session)) {
      const before = merged[name]
      if (before === undefined || before === value) merged[name] = value
      else merged[name] = name === 'signInFrequency' ? shorter(String(before), String(value)) : 'conflict'
    }
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => a < b ? -1 : 1))
}

/** Whether one value of a session control asks for at least as much as another: the same, or a frequency no longer. */
export function limitsAsMuch(name: string, own: Session[string] | undefined, other: Session[string]): boolean {
  return own === other || (name === 'signInFrequency' && own !== undefined && shorter(String(own), String(other)) === own)
}

function shorter(a: string, b: string): string {
  if (a === 'everyTime' || b === 'everyTime') return 'everyTime'
  return Number.parseInt(a, 10) <= Number.parseInt(b, 10) ? a : b
}
