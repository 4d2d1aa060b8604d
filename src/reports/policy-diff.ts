import type { Standing } from '#src/advisor/standing.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { DiffLine } from './block.ts'

type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value }

/** Entries of one list that are shown, of those in both and of those that change. */
const most = { ' ': 3, '-': 40, '+': 40 } as const

/** Members that hold several values in one text. */
const flags = ['guestOrExternalUserTypes', 'transferMethods', 'insiderRiskLevels', 'agentIdRiskLevels']

/** A policy beside what it becomes, as lines: each member, each entry of a list, with the names of ids. A policy that comes or goes is one side. */
export function policyDiff(before: PolicyBody | undefined, after: PolicyBody | undefined, standing: Standing): DiffLine[] {
  return members(meant(before), meant(after), { depth: 0, standing })
}

interface Where {
  readonly depth: number
  readonly standing: Standing
}

function members(before: Value | undefined, after: Value | undefined, where: Where): DiffLine[] {
  const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap(name => member(name, [old[name], now[name]], where))
}

function member(name: string, [before, after]: readonly [Value | undefined, Value | undefined], where: Where): DiffLine[] {
  const isNested = (value: Value | undefined): boolean => typeof value === 'object'
  const indent = '  '.repeat(where.depth)
  if (!isNested(before ?? after) || (before !== undefined && after !== undefined && isNested(before) !== isNested(after))) {
    const line = (mark: DiffLine['mark'], value: Value | undefined): DiffLine[] =>
      value === undefined ? [] : [{ mark, text: `${indent}${name}: ${isNested(value) ? JSON.stringify(value) : told(value, where)}` }]
    return before === after ? line(' ', before) : [...line('-', before), ...line('+', after)]
  }
  if (where.depth === 0 && JSON.stringify(before) === JSON.stringify(after)) return [{ mark: ' ', text: `${name}: ... as before` }]
  const inner = { ...where, depth: where.depth + 1 }
  const head: DiffLine = { mark: before === undefined ? '+' : after === undefined ? '-' : ' ', text: `${indent}${name}:` }
  return [head, ...Array.isArray(before ?? after) ? entries(before, after, inner) : members(before, after, inner)]
}

/** Lists are sets: what is in both, then what goes, then what comes. */
function entries(before: Value | undefined, after: Value | undefined, where: Where): DiffLine[] {
  const texts = (value: Value | undefined): string[] => Array.isArray(value) ? value.map((entry: Value) => told(entry, where)) : []
  const [old, now] = [texts(before), texts(after)]
  const kept = old.filter(entry => now.includes(entry))
  const gone = old.filter(entry => !now.includes(entry))
  const come = now.filter(entry => !old.includes(entry))
  return [...shortened(' ', kept, where), ...shortened('-', gone, where), ...shortened('+', come, where)]
}

function shortened(mark: DiffLine['mark'], all: readonly string[], { depth }: Where): DiffLine[] {
  const line = (text: string): DiffLine => ({ mark, text: `${'  '.repeat(depth)}- ${text}` })
  const limit = all.length === most[mark] + 1 ? all.length : most[mark]
  const rest = all.length - limit
  return [...all.slice(0, limit).map(line), ...rest > 0 ? [line(`... ${rest.toLocaleString('en')} more${mark === ' ' ? ', as they are' : ''}`)] : []]
}

function told(value: Value, { standing }: Where): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  const name = standing.nameOf(value)
  return (name === undefined ? value : `${name} (${value})`).replace(/\s+/g, ' ')
}

/** A body without what says nothing: null, empty lists and objects. */
function meant(value: unknown): Value | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) {
    const entries = value.flatMap((entry: unknown) => meant(entry) ?? [])
    return entries.length === 0 ? undefined : entries
  }
  if (typeof value !== 'object' || value === null) return undefined
  const own = Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, Value][] => {
    const kept = meant(flags.includes(name) && typeof inner === 'string' ? inner.split(',').map(flag => flag.trim()) : inner)
    return kept === undefined ? [] : [[name, kept]]
  })
  return own.length === 0 ? undefined : Object.fromEntries(own)
}

function isObject(value: Value | undefined): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && !Array.isArray(value)
}
