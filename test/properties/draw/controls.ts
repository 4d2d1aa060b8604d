import type { Body, Random } from './random.ts'

const builtIn = ['mfa', 'mfa', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication', 'compliantApplication', 'passwordChange', 'riskRemediation',
  'verifiedID'] as const

/** Grant controls of every kind, alone and together; null for a policy on the session only. */
export function grantControls(random: Random): Body | null {
  const kind = random.below(20)
  if (kind < 3) return null
  if (kind < 5) return { operator: 'OR', builtInControls: ['block'] }
  const strength = random.chance(0.2) ? { id: random.pick(['strength-mfa', 'strength-strong']), displayName: 'x', allowedCombinations: ['fido2'] } : null
  const several = random.chance(0.4) ? random.some([...new Set(builtIn)], 0.25) : [random.pick(builtIn)]
  return {
    operator: random.pick(['AND', 'OR']), builtInControls: strength !== null && random.chance(0.7) ? [] : several,
    termsOfUse: random.chance(0.12) ? [random.pick(['terms-1', 'terms-2'])] : [], customAuthenticationFactors: random.chance(0.14) ? ['factor-1'] : [],
    authenticationStrength: strength
  }
}

/** Session controls, enabled and not, in agreement and not; null for a policy without any. */
export function sessionControls(random: Random): Body | null {
  if (random.chance(0.5)) return null
  const isEnabled = random.chance(0.85)
  const frequency = random.chance(0.25)
    ? { isEnabled, value: null, type: null, frequencyInterval: 'everyTime', authenticationType: 'primaryAndSecondaryAuthentication' }
    : { isEnabled, value: random.pick([1, 4, 30]), type: random.pick(['hours', 'days']), frequencyInterval: 'timeBased' }
  const every: [string, unknown][] = [
    ['signInFrequency', frequency], ['persistentBrowser', { isEnabled, mode: random.pick(['always', 'never', 'never']) }],
    ['cloudAppSecurity', { isEnabled, cloudAppSecurityType: random.pick(['mcasConfigured', 'monitorOnly', 'blockDownloads']) }],
    ['applicationEnforcedRestrictions', { isEnabled }], ['secureSignInSession', { isEnabled }], ['disableResilienceDefaults', random.chance(0.7)],
    ['continuousAccessEvaluation', { mode: random.pick(['strictEnforcement', 'disabled', 'strictLocation']) }],
    ['globalSecureAccessFilteringProfile', { isEnabled, profileId: 'profile-1' }], ['networkAccessSecurity', null]
  ]
  return Object.fromEntries(every.filter(([name]) => random.chance(name === 'signInFrequency' ? 0.55 : 0.25)))
}
