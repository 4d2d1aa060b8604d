import type { Policy } from '#src/domain/policy.ts'
import type { PolicyReach } from '#src/engine/reach.ts'
import { count } from './reply.ts'

/** The grant and session controls of a policy in Graph's names. */
export function controlsOf({ grantControls, sessionControls }: Pick<Policy, 'grantControls' | 'sessionControls'>): string {
  const grants = grantControls === null ? [] : [
    ...grantControls.builtInControls, ...grantControls.customAuthenticationFactors,
    ...grantControls.termsOfUse.map(id => `terms of use ${id}`),
    ...(grantControls.authenticationStrength === null ? [] : [grantControls.authenticationStrength.displayName ?? 'an authentication strength'])
  ]
  const session = Object.entries(sessionControls ?? {}).filter(([, value]) => value !== null && value !== false).map(([name]) => name)
  const granted = grants.join(` ${grantControls?.operator ?? 'OR'} `)
  return [...(granted === '' ? [] : [granted]), ...session].join('; ') || 'nothing'
}

/** When a policy applies; "always" where nothing restricts it. */
export function whenOf({ conditions }: PolicyReach): string {
  return Object.entries(conditions).map(([name, values]) => `${name}: ${values.join(', ')}`).join('; ') || 'always'
}

/** The applications that a policy is about. */
export function appsOf({ apps }: PolicyReach): string {
  return apps.anyOther ? 'any application outside its exclusions' : count(apps.count, 'application')
}
