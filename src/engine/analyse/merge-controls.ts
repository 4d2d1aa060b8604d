import { mergedSession } from '../controls.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Policy } from '#src/domain/policy.ts'

type Controls = Pick<Policy, 'grantControls' | 'sessionControls'>

/** Controls that bind a policy to conditions of their own, so that they are not put together with others. */
const apart = new Set(['block', 'passwordChange', 'riskRemediation'])

/** The controls of one policy that demands what several with the same reach demand, or undefined where none can. */
export function mergedControls(policies: readonly CompiledPolicy[]): Controls | undefined {
  const grants = policies.filter(({ demand }) => demand.block || demand.clauses.length > 0)
  const [only] = grants
  const grantControls = grants.length <= 1 ? only?.policy.grantControls ?? null : mergedGrant(grants)
  const sessionControls = mergedSessionControls(policies)
  return grantControls === undefined || sessionControls === undefined ? undefined : { grantControls, sessionControls }
}

/** By AND, which only clauses of one control each allow, and one strength at most. */
function mergedGrant(policies: readonly CompiledPolicy[]): Policy['grantControls'] | undefined {
  const grants = policies.flatMap(({ policy }) => policy.grantControls ?? [])
  const clauses = policies.flatMap(({ demand }) => demand.clauses)
  const builtInControls = [...new Set(grants.flatMap(grant => grant.builtInControls))]
  const strengths = new Map(grants.flatMap(({ authenticationStrength }) => authenticationStrength === null ? [] : [[authenticationStrength.id, authenticationStrength]]))
  const [strength] = strengths.values()
  const isOne = clauses.every(clause => clause.length === 1) && policies.every(({ demand }) => !demand.block)
  const fits = strengths.size === 0 || (strengths.size === 1 && !builtInControls.includes('mfa'))
  if (!isOne || !fits || builtInControls.some(control => apart.has(control))) return undefined
  return {
    operator: 'AND', builtInControls, customAuthenticationFactors: [...new Set(grants.flatMap(grant => grant.customAuthenticationFactors))],
    termsOfUse: [...new Set(grants.flatMap(grant => grant.termsOfUse))], authenticationStrength: strength ?? null
  }
}

/** Every session control as the policy that limits most sets it; none where two contradict each other. */
function mergedSessionControls(policies: readonly CompiledPolicy[]): Policy['sessionControls'] | undefined {
  const all = mergedSession(policies.map(({ session }) => session))
  if (Object.values(all).includes('conflict')) return undefined
  const given = policies.flatMap(({ policy, session }) => policy.sessionControls === null ? [] : [{ controls: policy.sessionControls, session }])
  const [first, ...more] = given
  if (first === undefined) return null
  return more.reduce((merged, { controls, session }) => {
    const own = Object.entries(controls).filter(([name]) => session[name] !== undefined && session[name] === all[name])
    return { ...merged, ...Object.fromEntries(own) }
  }, first.controls)
}
