import { standingOf, type Standing } from '../standing.ts'
import { listed } from '../phrases.ts'
import type { Difference } from '#src/domain/draft.ts'
import type { GraphBody, Write } from '#src/domain/write.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { isObject } from '#src/tenant/json.ts'

/** Members that hold several values in one text. */
const flags = ['guestOrExternalUserTypes', 'transferMethods', 'insiderRiskLevels', 'agentIdRiskLevels']
const ours = ['administrativeUnit']

/** What a write changes, member by member, with the names of ids where they are known. */
export function differencesOf(compiled: Compiled, { kind, target, body, before }: Write): Difference[] {
  const standing = standingOf(compiled)
  if (kind === 'addGroupMembers' || kind === 'removeGroupMember') return [joining(body, kind === 'addGroupMembers', standing)]
  const isGoing = kind.startsWith('delete')
  const [old, now] = [leavesOf(isGoing ? body : before ?? (target === null || kind.startsWith('restore') ? undefined : body)), leavesOf(isGoing ? undefined : body)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap(member => {
    const [was = nothing, is = nothing] = [old.get(member), now.get(member)]
    const [removed, added] = [without(was, is), without(is, was)]
    if (removed.length + added.length === 0) return []
    const told = { removed: removed.map(value => tell(value, standing)), added: added.map(value => tell(value, standing)) }
    return [{ member, ...told, words: wordsOf(member, told, was.isList || is.isList) }]
  })
}

function joining({ displayName, members }: GraphBody, isComing: boolean, standing: Standing): Difference {
  const names = Array.isArray(members) ? members.map(id => tell(String(id), standing)) : []
  const words = `${listed(names, 20)} ${names.length === 1 ? isComing ? 'joins' : 'leaves' : isComing ? 'join' : 'leave'} the group \`${displayName}\``
  return { member: 'members', removed: isComing ? [] : names, added: isComing ? names : [], words }
}

/** What stands at a place of a body. */
interface Leaf {
  readonly values: readonly string[]
  readonly isList: boolean
}

const nothing: Leaf = { values: [], isList: false }

/** The values that stand in a body by their paths; lists and flags are sets, what says nothing is left out. */
function leavesOf(body: unknown, path = ''): Map<string, Leaf> {
  const found = new Map<string, Leaf>()
  if (body === null || body === undefined || body === '') return found
  if (Array.isArray(body)) {
    return body.length === 0 ? found : found.set(path, { values: body.map((entry: unknown) => isObject(entry) ? rangeText(entry) : textOf(entry)), isList: true })
  }
  if (!isObject(body)) return found.set(path, flags.some(name => path.endsWith(name)) ? { values: textOf(body).split(',').map(flag => flag.trim()), isList: true } : { values: [textOf(body)], isList: false })
  for (const [name, value] of Object.entries(body)) {
    if ((name.includes('@') && !name.endsWith('@odata.bind')) || ours.includes(name)) continue
    const own = name.replace('@odata.bind', '')
    for (const [member, leaf] of leavesOf(value, path === '' ? own : `${path}.${own}`)) found.set(member, leaf)
  }
  return found
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/^https:\/\/graph\.microsoft\.com\/.*\//, '') : JSON.stringify(value)
}

/** An address range as people write it. */
function rangeText(range: Readonly<Record<string, unknown>>): string {
  const { cidrAddress, lowerAddress, upperAddress } = range
  return typeof cidrAddress === 'string' ? cidrAddress : typeof lowerAddress === 'string' ? `${lowerAddress} to ${textOf(upperAddress)}` : JSON.stringify(range)
}

/** Entries of lists are compared without letter case. */
function without({ values, isList }: Leaf, other: Leaf): string[] {
  const known = new Set(isList ? other.values.map(value => value.toLowerCase()) : other.values)
  return values.filter(value => !known.has(isList ? value.toLowerCase() : value))
}

function tell(value: string, standing: Standing): string {
  const name = standing.nameOf(value)
  return `\`${name ?? value}\``
}

const states: Readonly<Record<string, string>> = { '`enabled`': 'on', '`disabled`': 'off', '`enabledForReportingButNotEnforced`': 'in report-only mode' }

/** How one member is said to change: whether it is a side of a condition, or a value. */
function wordsOf(member: string, { removed, added }: Pick<Difference, 'removed' | 'added'>, isList: boolean): string {
  const are = (names: readonly string[]): string => `${listed(names, 20)} ${names.length === 1 ? 'is' : 'are'}`
  const last = member.split('.').at(-1) ?? member
  const side = /^(include|exclude)[A-Z]/.exec(last)?.[1]
  if (side !== undefined && !last.startsWith('includeUnknown')) return parts([removed.length > 0 ? `${are(removed)} no longer ${side}d` : '', added.length > 0 ? `${are(added)} ${side}d` : ''])
  if (member === 'displayName') return removed.length === 0 ? `it is named ${listed(added)}` : added.length === 0 ? `${listed(removed)} goes` : `it is named ${listed(added)} instead of ${listed(removed)}`
  if (member === 'state') return parts([removed.length > 0 ? `the policy was ${states[removed[0] ?? ''] ?? listed(removed)}` : '', added.length > 0 ? `it is ${states[added[0] ?? ''] ?? listed(added)}` : ''])
  if (member === 'members') return `${are([...removed, ...added])} ${removed.length === 0 ? 'in the group' : 'no longer in the group'}`
  if (member.startsWith('grantControls.') && last !== 'operator') return parts([removed.length > 0 ? `${are(removed)} no longer asked for` : '', added.length > 0 ? `${are(added)} asked for` : ''])
  const name = `\`${last}\``
  if (!isList) return added.length === 0 ? `${name} is no longer ${listed(removed)}` : `${name} is ${listed(added)}${removed.length === 0 ? '' : ` instead of ${listed(removed)}`}`
  return parts([removed.length > 0 ? `${name} loses ${listed(removed, 20)}` : '', added.length > 0 ? `${name} gets ${listed(added, 20)}` : ''])
}

function parts(all: readonly string[]): string {
  return all.filter(part => part !== '').join('; ')
}
