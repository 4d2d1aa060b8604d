import { conditionsOf } from '#src/simulator/what-if/policy.ts'
import { objects } from '#src/simulator/what-if/json.ts'
import { readSignIn } from '#src/simulator/what-if/sign-in.ts'
import type { Body } from './random.ts'

/** How often each condition alone kept a policy from applying, and each control stood in an outcome. */
export type Tally = Map<string, number>

/** The conditions that must each decide some sign-ins for a comparison to mean anything. */
export const conditionNames = ['policyNotEnabled', 'users', 'workloadIdentities', 'application', 'userActions', 'authenticationContext', 'devicePlatform',
  'devices', 'clientApps', 'location', 'signInRisk', 'userRisk', 'insiderRisk', 'authenticationFlow', 'servicePrincipalRisk', 'agentIdRisk',
  'notEnoughInformation']
/** The controls, likewise. */
export const controlNames = ['block', 'mfa', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication', 'compliantApplication', 'passwordChange',
  'riskRemediation', 'verifiedID', 'authenticationStrength', 'termsOfUse', 'customAuthenticationFactor', 'signInFrequency', 'persistentBrowser',
  'cloudAppSecurity', 'applicationEnforcedRestrictions', 'secureSignInSession', 'disableResilienceDefaults', 'continuousAccessEvaluation',
  'globalSecureAccessFilteringProfile']

/** Counts what was decisive in one pair: a condition is where it is the only one that is not true, a control where the outcome names it. */
export function count(tally: Tally, tenant: Body, signIn: Body, outcome: { result: string, controls: string[][], session: Body }): void {
  const add = (name: string): void => void tally.set(name, (tally.get(name) ?? 0) + 1)
  const read = readSignIn(signIn)
  for (const policy of objects(tenant['policies'])) {
    const open = conditionsOf(tenant, policy, read).filter(([, truth]) => truth !== true)
    if (open.length === 1) add(open[0]?.[0] ?? '')
  }
  if (outcome.result === 'blocked') add('block')
  const named = [...outcome.controls.flat().map((control) => control.split(':')[0] ?? control), ...Object.keys(outcome.session)]
  for (const name of new Set(named)) add(name)
}
