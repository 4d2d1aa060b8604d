import { test } from 'tap'
import { whatIf, type WhatIfAnswer } from '#src/simulator/what-if/evaluate.ts'
import { signInFor, tenantFor } from '#test/fixtures/one-policy.ts'

type Body = Record<string, unknown>

const everyone = { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } }
const perhaps = { ...everyone, moonPhase: 'full' }

function outcome(...policies: Body[]): WhatIfAnswer['outcome'] {
  return whatIf({ ...tenantFor({}), policies: policies.map((policy) => ({ state: 'enabled', conditions: everyone, ...policy })) }, signInFor({})).outcome
}

function grant(operator: string, ...builtInControls: string[]): Body {
  return { grantControls: { operator, builtInControls } }
}

function session(sessionControls: Body): Body {
  return { grantControls: null, sessionControls }
}

test('no policy that applies means granted', (t) => {
  t.same(outcome(), { result: 'granted', controls: [], session: {} })
  t.end()
})

test('block trumps every grant and leaves nothing else', (t) => {
  t.same(outcome(grant('OR', 'mfa'), grant('OR', 'block'), session({ secureSignInSession: { isEnabled: true } })), { result: 'blocked', controls: [], session: {} })
  t.end()
})

test('AND gives a clause a control, OR one clause of all', (t) => {
  t.same(outcome(grant('AND', 'mfa', 'compliantDevice'), grant('OR', 'passwordChange', 'domainJoinedDevice')).controls,
    [['compliantDevice'], ['domainJoinedDevice', 'passwordChange'], ['mfa']])
  t.end()
})

test('a clause that contains another goes', (t) => {
  t.same(outcome(grant('OR', 'mfa', 'compliantDevice'), grant('OR', 'mfa'), grant('OR', 'mfa')).controls, [['mfa']])
  t.end()
})

test('controls that are not built in carry their kind', (t) => {
  const grantControls = {
    operator: 'AND', builtInControls: ['verifiedID'], termsOfUse: ['t1'], customAuthenticationFactors: ['c1'], authenticationStrength: { id: 's1' }
  }
  t.same(outcome({ grantControls }).controls, [['authenticationStrength:s1'], ['customAuthenticationFactor:c1'], ['termsOfUse:t1'], ['verifiedID']])
  t.end()
})

test('report-only and disabled policies never change the outcome', (t) => {
  for (const state of ['disabled', 'enabledForReportingButNotEnforced']) t.equal(outcome({ state, ...grant('OR', 'block') }).result, 'granted')
  t.end()
})

test('a policy that perhaps applies leaves the certain part', (t) => {
  t.same(outcome({ conditions: perhaps, ...grant('OR', 'block') }, grant('OR', 'mfa')), { result: 'unknown', controls: [['mfa']], session: {} })
  t.end()
})

test('a policy that perhaps applies and changes nothing leaves the answer', (t) => {
  t.equal(outcome({ conditions: perhaps, ...grant('OR', 'mfa', 'compliantDevice') }, grant('OR', 'mfa')).result, 'grantedWith')
  t.equal(outcome({ conditions: perhaps, ...grant('OR', 'mfa') }, grant('OR', 'block')).result, 'blocked')
  t.end()
})

test('the shortest sign-in frequency wins, every time above all', (t) => {
  const hours = session({ signInFrequency: { isEnabled: true, value: 30, type: 'hours', frequencyInterval: 'timeBased' } })
  const day = session({ signInFrequency: { isEnabled: true, value: 1, type: 'days', frequencyInterval: 'timeBased' } })
  const always = session({ signInFrequency: { isEnabled: true, value: null, type: null, frequencyInterval: 'everyTime' } })
  t.same(outcome(hours, day).session, { signInFrequency: '24h' })
  t.same(outcome(hours, always, day).session, { signInFrequency: 'everyTime' })
  t.end()
})

test('two values of one session control are a conflict', (t) => {
  const browser = (mode: string): Body => session({ persistentBrowser: { isEnabled: true, mode } })
  t.same(outcome(browser('never'), browser('never')).session, { persistentBrowser: 'never' })
  t.same(outcome(browser('never'), browser('always')).session, { persistentBrowser: 'conflict' })
  t.same(outcome(session({ continuousAccessEvaluation: { mode: 'disabled' } })).session, { continuousAccessEvaluation: 'disabled' })
  t.end()
})

test('a session control that is not enabled counts as absent, another is listed by its name', (t) => {
  t.same(outcome(session({
    cloudAppSecurity: { isEnabled: false, cloudAppSecurityType: 'monitorOnly' }, applicationEnforcedRestrictions: { isEnabled: true },
    disableResilienceDefaults: true, globalSecureAccessFilteringProfile: { isEnabled: true, profileId: 'x' }, networkAccessSecurity: null
  })).session, { applicationEnforcedRestrictions: true, disableResilienceDefaults: true, globalSecureAccessFilteringProfile: true })
  t.end()
})

test('policies that were not read leave the outcome unknown', (t) => {
  t.equal(whatIf({ ...tenantFor({}), policies: undefined }, signInFor({})).outcome.result, 'unknown')
  t.end()
})
