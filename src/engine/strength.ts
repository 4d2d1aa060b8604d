import { FALSE, TRUE, UNKNOWN, and, type Truth } from './truth.ts'
import type { GrantControls } from '#src/domain/policy.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

type Kind = 'multifactor' | 'phishingResistant'

const resistant = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']
const multifactor = [...resistant, 'deviceBasedPush', 'temporaryAccessPassOneTime', 'temporaryAccessPassMultiUse', 'federatedMultiFactor']
const single = ['password', 'sms', 'hardwareOath', 'softwareOath', 'voice', 'email', 'federatedSingleFactor', 'x509CertificateSingleFactor', 'qrCodePin',
  'microsoftAuthenticatorPush']

/** Combinations of the built-in strengths, by id. Source: Entra documentation of authentication strengths, reference section 1.2. */
const builtIn: ReadonlyMap<string, Kind> = new Map([
  ['00000000-0000-0000-0000-000000000002', 'multifactor'],
  ['00000000-0000-0000-0000-000000000003', 'multifactor'],
  ['00000000-0000-0000-0000-000000000004', 'phishingResistant']
])

/** Whether every combination that a strength allows is of the kind. A strength whose combinations were not read is unknown. */
export function strengthTruth(strength: GrantControls['authenticationStrength'], kind: Kind, tenant: Tenant): Truth {
  if (strength === null) return FALSE
  const combinations = strength.allowedCombinations ?? tenant.strengths?.find(({ id }) => id.toLowerCase() === strength.id.toLowerCase())?.allowedCombinations
  if (combinations !== undefined && combinations.length > 0) return combinations.map(combination => combinationTruth(combination, kind)).reduce(and, TRUE)
  const known = builtIn.get(strength.id.toLowerCase())
  if (known === undefined) return UNKNOWN
  return known === kind || kind === 'multifactor' ? TRUE : FALSE
}

/** One combination: comma-joined methods. A password with a second factor is multifactor, never phishing-resistant. */
function combinationTruth(combination: string, kind: Kind): Truth {
  const methods = combination.split(',').map(method => method.trim())
  if (methods.some(method => resistant.includes(method))) return TRUE
  if (methods.some(method => !multifactor.includes(method) && !single.includes(method))) return UNKNOWN
  if (kind === 'phishingResistant') return FALSE
  return methods.length > 1 || methods.some(method => multifactor.includes(method)) ? TRUE : FALSE
}
