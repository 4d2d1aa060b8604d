import { randomUUID } from 'node:crypto'
import { Type, type Static } from 'typebox'

const kinds = [
  'throttled', 'unavailable', 'dropped', 'slow', 'truncated', 'lagging', 'unauthorized', 'forbidden', 'challenged', 'gone', 'limited',
] as const

/**
 * A fault to show. `throttled` 429 (with `retryAfter` seconds, or without); `unavailable` 503 and `dropped` connection, `when` before
 * the request is served or after it took effect; `slow` waits `milliseconds`; `truncated` ends the answer half way; `lagging` makes
 * reads see what was before a write for `milliseconds`; `unauthorized` 401; `forbidden` 403; `challenged` 401 with `claims`, or
 * `interaction_required` of the login; `gone`
 * 410 for a delta token; `limited` 429 without Retry-After past `perSecond` requests a second. `path` is a regular expression over
 * the path with its version and query. `times` is how often it strikes at most, `after` how many matching requests pass first,
 * `probability` the chance of striking, drawn from `seed`.
 */
export const FaultRule = Type.Object({
  kind: Type.Unsafe<(typeof kinds)[number]>({ type: 'string', enum: [...kinds] }),
  host: Type.Optional(Type.Unsafe<'graph' | 'login'>({ type: 'string', enum: ['graph', 'login'] })),
  method: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
  times: Type.Optional(Type.Integer({ minimum: 0 })),
  after: Type.Optional(Type.Integer({ minimum: 0 })),
  probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  seed: Type.Optional(Type.Integer()),
  retryAfter: Type.Optional(Type.Integer({ minimum: 0 })),
  when: Type.Optional(Type.Unsafe<'before' | 'after'>({ type: 'string', enum: ['before', 'after'] })),
  milliseconds: Type.Optional(Type.Integer({ minimum: 0 })),
  claims: Type.Optional(Type.String()),
  perSecond: Type.Optional(Type.Integer({ minimum: 1 })),
}, { additionalProperties: false })

export type FaultRule = Static<typeof FaultRule>

export interface FaultSubject {
  readonly host: 'graph' | 'login'
  readonly method: string
  /** With the version and the query. */
  readonly path: string
}

export interface Faults {
  /** Switches a fault on; answers the id by which it is switched off. */
  add(rule: FaultRule): string
  remove(id: string): void
  clear(): void
  list(): readonly (FaultRule & { readonly id: string, readonly struck: number })[]
  /** The faults that strike this request. Asking counts as the request. */
  strike(subject: FaultSubject): readonly FaultRule[]
}

interface Armed {
  readonly id: string
  readonly rule: FaultRule
  readonly pattern: RegExp | undefined
  readonly random: () => number
  seen: number
  struck: number
  recent: number[]
}

/** A small seeded generator (mulberry32): the same seed gives the same faults. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function matches({ rule, pattern }: Armed, subject: FaultSubject): boolean {
  return (rule.host ?? 'graph') === subject.host
    && (rule.method === undefined || rule.method.toUpperCase() === subject.method)
    && (pattern === undefined || pattern.test(subject.path))
}

function overLimit(armed: Armed, now: number): boolean {
  armed.recent = armed.recent.filter((time) => time > now - 1000)
  if (armed.recent.length >= (armed.rule.perSecond ?? 1)) return true
  armed.recent.push(now)
  return false
}

function strikes(armed: Armed, now: number): boolean {
  const { rule } = armed
  armed.seen += 1
  if (armed.seen <= (rule.after ?? 0) || armed.struck >= (rule.times ?? Infinity)) return false
  if (rule.probability !== undefined && armed.random() >= rule.probability) return false
  if (rule.kind === 'limited' && !overLimit(armed, now)) return false
  armed.struck += 1
  return true
}

/** The switchboard of faults. `now` is the time in milliseconds by which `limited` counts. */
export function createFaults(now: () => number): Faults {
  let armed: Armed[] = []
  return {
    add(rule) {
      const id = randomUUID()
      const pattern = rule.path === undefined ? undefined : new RegExp(rule.path, 'i')
      armed.push({ id, rule, pattern, random: seeded(rule.seed ?? 1), seen: 0, struck: 0, recent: [] })
      return id
    },
    remove(id) {
      armed = armed.filter((one) => one.id !== id)
    },
    clear() {
      armed = []
    },
    list: () => armed.map(({ id, rule, struck }) => ({ ...rule, id, struck })),
    strike: (subject) => armed.filter((one) => matches(one, subject) && strikes(one, now())).map((one) => one.rule),
  }
}
