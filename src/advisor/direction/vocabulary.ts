/** What a phrase may mean: each reading is a set of requirement ids. Most phrases have one; a phrase with more is never settled here. */
type Readings = readonly (readonly string[])[]

const mfaIds = ['mfa-admin-portals', 'mfa-admins', 'mfa-all-users', 'mfa-azure-management', 'mfa-device-registration', 'mfa-guests', 'phishing-resistant-admins']
const deviceIds = ['compliant-device-admins', 'compliant-device-all-users']
const riskIds = ['insider-risk', 'risky-agents', 'risky-sign-ins', 'risky-users', 'risky-workload-identities']
const administratorIds = ['compliant-device-admins', 'mfa-admins', 'phishing-resistant-admins', 'sign-in-frequency-admins']
const sessionIds = ['app-enforced-restrictions', 'no-persistent-browser-unmanaged', 'sign-in-frequency-admins', 'token-protection']

/** Words that may stand for one another, by the name under which the phrases use them. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  mfa: ['mfa', 'multifactor authentication', 'multi-factor authentication', 'two-factor authentication', '2fa'],
  admins: ['admins', 'administrators'], guests: ['guests', 'guest users', 'external users'], everyone: ['all users', 'everyone', 'everybody'],
  compliant: ['compliant', 'managed'], block: ['block', 'blocking']
}

/** For each requirement, in the order of the baseline, what people call it besides its id. */
const single: Readonly<Record<string, readonly string[]>> = {
  'mfa-all-users': ['{mfa} for {everyone}'],
  'mfa-admins': ['{mfa} for {admins}', 'administrator {mfa}', 'admin {mfa}'],
  'phishing-resistant-admins': ['phishing-resistant {mfa}', 'phishing-resistant {mfa} for {admins}', 'phishing-resistant authentication', 'phishing resistance'],
  'mfa-guests': ['{mfa} for {guests}', 'guest {mfa}', '{guests}'],
  'mfa-azure-management': ['{mfa} for azure management', '{mfa} for azure', 'azure management'],
  'mfa-admin-portals': ['{mfa} for admin portals', '{mfa} for microsoft admin portals', 'admin portals', 'microsoft admin portals', 'admin centers'],
  'block-legacy-authentication': ['legacy authentication', 'legacy auth', 'basic authentication', 'legacy clients', 'legacy protocols', '{block} legacy authentication'],
  'block-device-code-flow': ['device code flow', 'device code', '{block} device code flow'],
  'block-authentication-transfer': ['authentication transfer', '{block} authentication transfer'],
  'compliant-device-all-users': ['{compliant} devices for {everyone}', '{compliant} device for {everyone}'],
  'compliant-device-admins': ['{compliant} devices for {admins}', '{compliant} device for {admins}'],
  'app-protection-mobile': ['mobile application management', 'mobile app management', 'mam', 'app protection', 'application protection', 'app protection on mobile devices'],
  'risky-sign-ins': ['risky sign-ins', 'sign-in risk', '{mfa} for risky sign-ins'],
  'risky-users': ['risky users', 'user risk'],
  'secure-security-info-registration': ['security info registration', 'security information registration', 'registering security information'],
  'mfa-device-registration': ['device registration', 'registering devices', '{mfa} for device registration'],
  'block-unknown-platforms': ['unknown platforms', 'unsupported platforms', '{block} unknown platforms'],
  'no-persistent-browser-unmanaged': ['persistent browser', 'persistent browser sessions', 'browser persistence'],
  'sign-in-frequency-admins': ['sign-in frequency', 'sign-in frequency for {admins}'],
  'app-enforced-restrictions': ['app-enforced restrictions', 'application-enforced restrictions'],
  'insider-risk': ['insider risk', 'elevated insider risk', 'insider threats'],
  'risky-workload-identities': ['risky workload identities', 'workload identity risk', 'workload identities'],
  'risky-agents': ['risky agents', 'agent risk', 'agents'],
  'token-protection': ['token protection', 'token binding']
}

/** Topics of several requirements, and phrases of which nobody can tell which of several is meant. */
const several: readonly (readonly [phrases: readonly string[], readings: Readings])[] = [
  [['{mfa}'], [mfaIds]],
  [['devices', 'device', '{compliant} devices', '{compliant} device', 'device compliance'], [deviceIds]],
  [['risk', 'risks', 'risk-based access'], [riskIds]],
  [['{admins}'], [administratorIds]],
  [['sessions', 'session controls'], [sessionIds]],
  [['authentication flows'], [['block-authentication-transfer', 'block-device-code-flow']]],
  [['registration'], [['mfa-device-registration'], ['secure-security-info-registration']]],
  [['unmanaged devices', 'unmanaged device'], [['app-enforced-restrictions'], ['no-persistent-browser-unmanaged']]],
  [['high risk'], [['risky-sign-ins'], ['risky-users']]],
  [['portals'], [['mfa-admin-portals'], ['mfa-azure-management']]],
  [['mobile devices', 'mobile'], [['app-protection-mobile'], deviceIds]]
]

function spelled(phrase: string): string[] {
  const name = /\{(\w+)\}/.exec(phrase)?.[1]
  return name === undefined ? [phrase] : (spellings[name] ?? []).flatMap(word => spelled(phrase.replace(`{${name}}`, word)))
}

/** A phrase as it is looked up: hyphens and blanks are the same. */
export function plain(phrase: string): string {
  return phrase.toLowerCase().replaceAll(/[\s-]+/g, ' ')
}

/** Every phrase for requirements that an instruction may use, with its readings. */
export const topics: ReadonlyMap<string, Readings> = new Map([
  ...Object.entries(single).flatMap(([id, phrases]) => [id, ...phrases].flatMap(spelled).map(phrase => [plain(phrase), [[id]]] as const)),
  ...several.flatMap(([phrases, readings]) => phrases.flatMap(spelled).map(phrase => [plain(phrase), readings] as const))
])

/** The ids that the vocabulary knows. */
export const knownRequirements: readonly string[] = Object.keys(single)
