import { readdirSync, readFileSync } from 'node:fs'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { sha256 } from '#src/store/content-hash.ts'

const folder = new URL('../corpus/', import.meta.url)
const measuredFile = new URL('../measured.json', import.meta.url)

const prompts = Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minLength: 1 }))

/** `plain` is formal, terse or indirect; `nearMiss` belongs to a skill of Microsoft Entra itself; `noSkill` to nobody; other languages are not scored. */
export const kinds = ['plain', 'misspelt', 'nearMiss', 'noSkill', 'otherLanguage'] as const

const Intent = Type.Object({
  intent: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  /** The skill that is meant; two only where both are right. */
  expects: Type.Union([Type.Literal('none'), Type.Array(Type.String(), { minItems: 1, maxItems: 2 })]),
  plain: prompts, misspelt: prompts, nearMiss: prompts, noSkill: prompts, otherLanguage: prompts
}, { additionalProperties: false })

export type Intent = Static<typeof Intent>

/** One prompt of the corpus; `expects` is empty where no skill of ours is to answer. */
export interface Entry {
  readonly intent: string
  readonly kind: typeof kinds[number]
  readonly prompt: string
  readonly expects: readonly string[]
}

export function readIntents(): Intent[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.yaml')).sort()
  return files.flatMap(name => Value.Parse(Type.Array(Intent), parse(readFileSync(new URL(name, folder), 'utf8'))))
}

export function entriesOf(intents: readonly Intent[]): Entry[] {
  return intents.flatMap(one => kinds.flatMap(kind => (one[kind] ?? []).map(prompt =>
    ({ intent: one.intent, kind, prompt, expects: one.expects === 'none' ? [] : one.expects }))))
}

/** The third that is only measured: of the intents of each expectation those whose id has the lowest hashes. An intent goes with all its prompts. */
export function thirdOf(intents: readonly Intent[]): string[] {
  const scored = intents.filter(({ otherLanguage }) => otherLanguage === undefined)
  const byExpectation = Map.groupBy(scored, ({ expects }) => expects.toString())
  return [...byExpectation.values()].flatMap(group =>
    byHash(group.map(({ intent }) => intent), intent => intent).slice(0, Math.round(group.length / 3))).sort()
}

/** In the order of the SHA-256 of a text of each: one that tells nothing, and is the same every time. */
export function byHash<T>(all: readonly T[], text: (one: T) => string): T[] {
  return all.toSorted((a, b) => sha256(text(a)).localeCompare(sha256(text(b))))
}

/** The intents of the measured third, as they were committed before any description was edited. */
export function readMeasured(): string[] {
  return Value.Parse(Type.Array(Type.String()), JSON.parse(readFileSync(measuredFile, 'utf8')))
}

/** The prompts to tune on, and those that are only measured. */
export function splitOf(entries: readonly Entry[], measured: readonly string[]): { readonly tuning: Entry[], readonly measured: Entry[] } {
  const held = new Set(measured)
  const scored = entries.filter(({ kind }) => kind !== 'otherLanguage')
  return { tuning: scored.filter(({ intent }) => !held.has(intent)), measured: scored.filter(({ intent }) => held.has(intent)) }
}
