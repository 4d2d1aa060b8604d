import type { Entity } from '../json.ts'

const phishingResistant = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']
const passwordless = [...phishingResistant, 'deviceBasedPush']
const multifactor = [
  ...passwordless, 'temporaryAccessPassOneTime', 'temporaryAccessPassMultiUse',
  'password,microsoftAuthenticatorPush', 'password,softwareOath', 'password,hardwareOath', 'password,sms', 'password,voice',
  'federatedMultiFactor', 'microsoftAuthenticatorPush,federatedSingleFactor', 'softwareOath,federatedSingleFactor',
  'hardwareOath,federatedSingleFactor', 'sms,federatedSingleFactor', 'voice,federatedSingleFactor',
]

function builtIn(suffix: string, displayName: string, allowedCombinations: readonly string[]): Entity {
  return {
    id: `00000000-0000-0000-0000-00000000000${suffix}`,
    createdDateTime: '2021-12-01T00:00:00Z', modifiedDateTime: '2021-12-01T00:00:00Z',
    displayName, description: null, policyType: 'builtIn', requirementsSatisfied: 'mfa', allowedCombinations, combinationConfigurations: [],
  }
}

/** The three strengths that every tenant has; their combinations as the public documentation lists them. */
export const builtInStrengths: readonly Entity[] = [
  builtIn('2', 'Multifactor authentication', multifactor),
  builtIn('3', 'Passwordless MFA', passwordless),
  builtIn('4', 'Phishing-resistant MFA', phishingResistant),
]
