import type { TenantSummary } from '#src/domain/analysis.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'
import type { Unread } from '#src/domain/settings.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

/** How many entries of a long list people are shown. */
const shown = 50

/** A whole number with thousands separated, and its noun. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

/** The first entries of a list, and how many more there are. */
export function firstOf<T>(list: readonly T[], most = shown): { first: readonly T[], more: number } {
  return { first: list.slice(0, most), more: Math.max(0, list.length - most) }
}

/** What a status means in a phrase. */
export const statusWords: Readonly<Record<RequirementResult['status'], string>> = {
  met: 'met', gap: 'gap', unknown: 'unknown', notApplicable: 'not applicable'
}

/** The tenant, its size, and when and by whom it was read. */
export function tenantWords({ displayName, id, users, groups, apps, policies, collectedAt, collectedBy }: TenantSummary): string {
  const size = [count(users, 'user'), count(groups, 'group'), count(apps, 'application'), policies === 1 ? '1 policy' : `${policies.toLocaleString('en')} policies`]
  const read = collectedAt === null ? 'read at an unknown time' : `read ${collectedAt}${collectedBy === null ? '' : ` by ${collectedBy}`}`
  return `${displayName ?? id ?? 'An unnamed tenant'}: ${size.join(', ')}; ${read}.`
}

/** What could not be read, one entry a file or object (a collection where none is named), each with its reasons once. */
export function unreadParts(unread: readonly Unread[]): { part: string, reasons: string[] }[] {
  const byPart = Map.groupBy(unread, ({ collection, id }) => id ?? collection)
  return [...byPart].map(([part, found]) => ({ part, reasons: [...new Set(found.map(({ reason }) => reason))] }))
}

/** Which applications a gap is about. */
export function appWords({ apps: { count: number, anyOther } }: Gap): string {
  const known = count(number, 'application')
  return anyOther ? `${known} and any other` : known
}

/** A witness as a list of names and values, as they are entered in Entra's What If. */
export function witnessPairs({ signInIdentity, signInContext, signInConditions }: SignIn): [string, string][] {
  const { deviceInfo, authenticationFlow, ...plain } = signInConditions
  const flow = authenticationFlow?.transferMethod
  const all: [string, string | null | undefined][] = [
    ['user', signInIdentity.userId ?? signInIdentity.externalUserType],
    ['application', signInContext.includeApplications?.join(', ')],
    ['user action', signInContext.userAction], ['authentication context', signInContext.authenticationContextValue],
    ['client app', plain.clientAppType], ['platform', plain.devicePlatform], ['IP address', plain.ipAddress], ['country', plain.country],
    ['device', deviceInfo === undefined || deviceInfo === null ? 'not registered' : JSON.stringify(deviceInfo)],
    ['sign-in risk', plain.signInRiskLevel], ['user risk', plain.userRiskLevel], ['insider risk', plain.insiderRiskLevel],
    ['authentication flow', flow === 'none' ? undefined : flow]
  ]
  return all.flatMap(([name, value]): [string, string][] => value === undefined || value === null || value === '' ? [] : [[name, value]])
}
