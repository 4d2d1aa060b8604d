import { datesAt } from './dates.ts'
import { oneOf, NotUnderstood, Scanner } from './scanner.ts'
import { plain, topics } from './vocabulary.ts'
import type { Direction, DirectoryObject } from '#src/domain/settings.ts'
import { requirements as baseline } from '#src/requirements/all.ts'

type Kind = DirectoryObject['kind']

/** An object as it was spoken of: what it is called, where that stands, and what it is where the sentence says so. */
export interface SpokenObject {
  readonly kind: Kind | undefined
  readonly name: string
  readonly at: number
}

/** One reading of a sentence, its objects not yet looked up. Requirement ids are sorted; null means all. */
export type Spoken =
  | { readonly form: Direction['do'], readonly objects: readonly SpokenObject[], readonly requirements: readonly string[] | null }
  | {
    readonly form: 'accept', readonly objects: readonly SpokenObject[], readonly requirements: readonly string[] | null
    readonly expiresAt: string | null, readonly reason: string
  }
  | { readonly form: 'name', readonly pattern: string, readonly at: number }

/** How each kind of instruction is best put. */
export const forms: Readonly<Record<Spoken['form'], string>> = {
  exclude: 'Exclude the group "NAME" from TOPIC policies', include: 'Include the role "NAME" in TOPIC policies',
  ignore: 'Do not consider the user NAME@DOMAIN for TOPIC', accept: 'Accept that the group "NAME" has no TOPIC until YYYY-MM-DD because REASON',
  name: 'Name new policies "PATTERN"'
}

/** The words that begin each kind of instruction. */
export const verbs: Readonly<Record<Spoken['form'], readonly string[]>> = {
  exclude: ['exclude', 'leave out'], include: ['include'], ignore: ['do not consider', 'don\'t consider', 'ignore', 'disregard'],
  accept: ['accept'], name: ['name', 'call', 'use the naming convention']
}

/** What stands between the objects and the policies. */
const between: Readonly<Record<Direction['do'], readonly string[]>> = {
  exclude: ['from'], include: ['in', 'into', 'to'], ignore: ['for', 'in', 'from']
}

const kinds: Readonly<Record<string, Kind>> = {
  user: 'user', account: 'user', person: 'user', group: 'group', role: 'role', application: 'application', app: 'application',
  users: 'user', accounts: 'user', people: 'user', groups: 'group', roles: 'role', applications: 'application', apps: 'application'
}
const withoutKind = ['the members of the', 'the members of', 'members of the', 'members of', 'everyone in the', 'everyone in', 'everybody in the', 'everybody in', 'people in the', 'people in', 'the', 'our']
const policyWords = ['policy', 'policies', 'requirement', 'requirements', 'draft', 'drafts']
const words = {
  polite: oneOf(['please']), always: oneOf(['always']), article: oneOf(withoutKind), kind: oneOf(Object.keys(kinds)), and: /,\s*and(?![\p{L}\p{N}_@-])|,|and(?![\p{L}\p{N}_@-])/iuy,
  or: /,\s*(?:and|or)(?![\p{L}\p{N}_@-])|,|(?:and|or)(?![\p{L}\p{N}_@-])/iuy, every: oneOf(['any', 'all', 'every', 'each', 'all the', 'any of the', 'the', 'our', 'a', 'an', 'new', 'any new', 'all new']),
  policies: oneOf(policyWords), about: oneOf(['about', 'for', 'on', 'requiring', 'that require', 'that demand', 'called']), topic: oneOf(topics.keys()), everything: oneOf(['everything', 'any policy', 'all policies', 'every policy', 'any policies', 'all requirements', 'any requirement', 'every requirement']),
  bare: /(?:[^\s"“”„«»,@]+@[^\s"“”„«»,@]*[\p{L}\p{N}]|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\p{N}_@-]))/iuy,
  that: oneOf(['that']), lacks: oneOf(['has no', 'have no', 'need no', 'needs no', 'does not need', 'do not need', 'need not have', 'lacks', 'lack', 'is not covered by', 'are not covered by', 'is without', 'are without']),
  without: oneOf(['for', 'without', 'in']), until: oneOf(['until', 'till']), because: oneOf(['because']),
  names: oneOf(['new policies', 'policies', 'every new policy', 'each new policy', 'a new policy', 'all new policies', 'new ones']), naming: oneOf(['as the naming convention', 'as naming convention'])
}

/** Words of the grammar, for telling what a misspelt one may have been. */
export const grammarWords: readonly string[] = [...new Set([
  ...Object.values(verbs).flat(), ...Object.values(between).flat(), ...Object.keys(kinds), ...policyWords, ...topics.keys(), 'policies about', 'any all every', 'until because naming convention', 'accept that has no not covered by', 'name new policies'
].flatMap(phrase => phrase.split(/[\s-]+/)))]

const mostObjects = 20

/** Every reading of a sentence; throws `NotUnderstood`. `form` is told as soon as it is known. */
export function readingsOf(text: string, onForm: (form: Spoken['form']) => void = () => undefined): Spoken[] {
  const scanner = new Scanner(text)
  scanner.take(words.polite)
  const isAlways = scanner.take(words.always) !== undefined
  for (const form of ['exclude', 'include', 'ignore'] as const) {
    if (scanner.take(oneOf(verbs[form])) === undefined) continue
    onForm(form)
    return directions(scanner, form)
  }
  if (!isAlways && scanner.take(oneOf(verbs.accept)) !== undefined) {
    onForm('accept')
    return exceptions(scanner)
  }
  if (scanner.take(oneOf(verbs.name)) !== undefined || scanner.take(oneOf(['use'])) !== undefined) {
    onForm('name')
    return [naming(scanner)]
  }
  return scanner.fail('`exclude`, `include`, `do not consider`, `accept that` or `name new policies`')
}

function directions(scanner: Scanner, form: Direction['do']): Spoken[] {
  const objects = objectsAt(scanner)
  if (scanner.take(oneOf(between[form])) === undefined) scanner.fail(`${between[form].map(word => `\`${word}\``).join(' or ')} and the policies, or \`and\` and another object`)
  const scopes = scopesAt(scanner)
  if (!scanner.isAtEnd()) scanner.fail('the end of the sentence, or `and` and another topic')
  return scopes.map(requirements => ({ form, objects, requirements }))
}

function exceptions(scanner: Scanner): Spoken[] {
  const isClause = scanner.take(words.that) !== undefined
  const objects = objectsAt(scanner)
  if (scanner.take(isClause ? words.lacks : words.without) === undefined) scanner.fail(isClause ? '`has no` or `is not covered by`, and a topic' : '`for` and a topic')
  const scopes = scopesAt(scanner)
  const dates = scanner.take(words.until) === undefined ? [null] : datesAt(scanner)
  if (scanner.take(words.because) === undefined) scanner.fail(dates[0] === null ? '`until` and a date, or `because` and the reason' : '`because` and the reason')
  const given = reasonsAt(scanner, dates)
  return scopes.flatMap(requirements => given.map(({ reason, expiresAt }) => ({ form: 'accept' as const, objects, requirements, expiresAt, reason })))
}

/** The reason, in quotes or up to the end. One that ends with a date may mean the expiry, too, where none was given before. */
function reasonsAt(scanner: Scanner, dates: readonly (string | null)[]): { reason: string, expiresAt: string | null }[] {
  const start = scanner.at
  const quoted = scanner.quoted()
  const isQuoted = quoted !== undefined && scanner.isAtEnd()
  if (!isQuoted) scanner.at = start
  const reason = isQuoted ? quoted.trim() : scanner.text.slice(start).replace(/[\s.]+$/, '').trim()
  if (reason === '') scanner.fail('the reason')
  const readings = dates.map(expiresAt => ({ reason, expiresAt }))
  const tail = isQuoted || dates[0] !== null ? undefined : /^(.+?),?\s+(?:until|till)\s+(.+)$/i.exec(reason)
  const ends = tail === null || tail === undefined ? [] : endDates(tail[2] ?? '')
  return [...readings, ...ends.map(expiresAt => ({ reason: tail?.[1] ?? reason, expiresAt }))]
}

function endDates(text: string): string[] {
  try {
    const scanner = new Scanner(text)
    const found = datesAt(scanner)
    return scanner.isAtEnd() ? found : []
  } catch (error) {
    if (error instanceof NotUnderstood) return []
    throw error
  }
}

function naming(scanner: Scanner): Spoken {
  scanner.take(words.names)
  const { at } = scanner
  const pattern = scanner.quoted() ?? scanner.fail('the pattern in quotes, such as "CA{number} {title}"')
  scanner.take(words.naming)
  if (!scanner.isAtEnd()) scanner.fail('the end of the sentence')
  return { form: 'name', pattern, at: scanner.text.indexOf(pattern, at) }
}

function objectsAt(scanner: Scanner): SpokenObject[] {
  const objects: SpokenObject[] = []
  let plural: Kind | undefined
  do {
    if (objects.length >= mostObjects) scanner.fail(`at most ${mostObjects} objects in a sentence`)
    scanner.take(words.article)
    const word = scanner.take(words.kind)
    const before = word === undefined ? undefined : kinds[word]
    if (word !== undefined) plural = /s$|^people$/.test(word) ? before : undefined
    const spoken = nameAt(scanner)
    const after = before === undefined ? scanner.take(words.kind) : undefined
    objects.push({ ...spoken, kind: before ?? (after === undefined ? plural : kinds[after]) })
  } while (scanner.take(words.and) !== undefined)
  return objects
}

function nameAt(scanner: Scanner): Pick<SpokenObject, 'name' | 'at'> {
  const bare = scanner.raw(words.bare)
  if (bare !== undefined) return { name: bare, at: scanner.at - bare.length }
  const start = scanner.at
  const name = scanner.quoted()?.trim() ?? scanner.fail('a user, group, role or application by its name in quotes, a user principal name or an id')
  return name === '' ? scanner.fail('a name between the quotes') : { name, at: start + 1 }
}

type Requirements = readonly string[] | null

/** Every reading of the policies named: all, or those about one or several topics. */
function scopesAt(scanner: Scanner): readonly Requirements[] {
  const start = scanner.at
  if (scanner.take(words.everything) !== undefined && scanner.take(words.about) === undefined) return [null]
  scanner.at = start
  let readings: readonly (readonly string[])[] = [[]]
  let before: string | undefined
  do {
    const topic = topicAt(scanner)
    readings = distinct(readings.flatMap(chosen => [...topic.readings, ...carriedOver(before, topic.phrase)].map(ids => [...chosen, ...ids])))
    before = topic.phrase
  } while (scanner.take(words.or) !== undefined)
  return readings
}

function distinct(readings: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(readings.map(ids => [...new Set(ids)].sort()).map(ids => [ids.join(), ids])).values()]
}

/** After `MFA for guests and admins`, `admins` may be all that concerns administrators, or MFA for them. */
function carriedOver(before: string | undefined, phrase: string): readonly (readonly string[])[] {
  const stem = before === undefined ? undefined : /^(.+ for )./.exec(before)?.[1]
  return stem === undefined ? [] : topics.get(stem + phrase) ?? []
}

function topicAt(scanner: Scanner): { phrase: string, readings: readonly (readonly string[])[] } {
  scanner.take(words.every)
  if (scanner.take(words.policies) !== undefined) scanner.take(words.about)
  scanner.take(words.every)
  const start = scanner.at
  const phrase = scanner.take(words.topic) ?? plain(scanner.quoted() ?? '')
  const titled = baseline.filter(({ title }) => plain(title) === phrase).map(({ id }) => [id])
  const readings = topics.get(phrase) ?? titled
  if (readings.length === 0) {
    scanner.at = start
    scanner.fail('a topic such as `MFA`, `legacy authentication`, `devices` or `risk`, a requirement by its id, or `all policies`')
  }
  scanner.take(words.policies)
  return { phrase, readings }
}

