import type { Standing } from '#src/advisor/standing.ts'
import type { TenantSummary } from '#src/domain/analysis.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'
import type { Unread } from '#src/domain/settings.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

/** A whole number with thousands separated, and its noun. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`
}

/** Whom a sign-in is of, as a noun and its plural. */
export function whomOf(witness: SignIn | undefined): readonly [string, string] {
  if (witness?.signInIdentity.agentServicePrincipalId != null) return ['agent', 'agents']
  return witness?.signInIdentity.servicePrincipalId == null ? ['user', 'users'] : ['workload identity', 'workload identities']
}

/** What a status means in a phrase. */
export const statusWords: Readonly<Record<RequirementResult['status'], string>> = {
  met: 'met', gap: 'gap', unknown: 'unknown', notApplicable: 'not applicable'
}

/** A phrase of the analysis as a sentence of its own. */
export function sentence(phrase: string): string {
  const trimmed = phrase.trim()
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`
}

/** An id with its name, where it has one. */
export function namedId({ nameOf }: Standing, id: string): string {
  const name = nameOf(id)
  return name === undefined ? `\`${id}\`` : `${quoted(name)} (\`${id}\`)`
}

/** What the id is called, or the id. */
export function nameOr({ nameOf }: Standing, id: string): string {
  return nameOf(id) ?? id
}

/** A name of the tenant's between backticks. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '\'')}\``
}

/** The tenant, its size, and when and by whom it was read. */
export function tenantWords({ displayName, id, users, groups, apps, policies, collectedAt, collectedBy }: TenantSummary, standing: Standing): string {
  const size = [count(users, 'user'), count(groups, 'group'), count(apps, 'application'), count(policies, 'policy', 'policies')]
  const read = collectedAt === null ? 'read at an unknown time' : `read ${momentOf(collectedAt)}`
  const reader = collectedBy === null ? ', by whom is not known' : ` by ${namedId(standing, collectedBy)}`
  return `${displayName ?? id ?? 'An unnamed tenant'}: ${size.join(', ')}; ${read}${reader}.`
}

function momentOf(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/, '$1 $2 UTC')
}

/** What could not be read, one entry a file or object (a collection where none is named), each with its reasons once. */
export function unreadParts(unread: readonly Unread[]): string[] {
  const byPart = Map.groupBy(unread, ({ collection, id }) => id ?? collection)
  return [...byPart].map(([part, found]) => `${quoted(part)}: ${[...new Set(found.map(({ reason }) => reason))].join('; ')}`)
}

/** Which applications a gap is about; a few are named. */
export function appWords({ apps: { count: number, appIds, anyOther } }: Gap, standing: Standing): string {
  const known = number > 0 && number <= 3 && appIds.length === number ? appIds.map(id => quoted(nameOr(standing, id))).join(', ') : count(number, 'application')
  return anyOther ? `${known} and any other` : known
}
