import { forms, grammarWords, readingsOf, verbs, type Spoken } from './grammar.ts'
import { NotUnderstood } from './scanner.ts'
import { editDistance, mostSlips } from './spelling.ts'

type Form = Spoken['form']

const lookedAt = 4
const rounds = 4

/** The sentence that may have been meant, if a few misspelt words or missing quotes are all that keeps it from being understood; else the form that is nearest. */
export function nearestTo(text: string, form: Form | undefined): string {
  return corrected(text) ?? forms[form ?? nearestForm(text)]
}

function corrected(text: string): string | undefined {
  let current = text
  for (let round = 0; round < rounds; round++) {
    const at = stopOf(current)
    if (at === undefined) return current
    const better = variantsAt(current, at).find(variant => (stopOf(variant) ?? Infinity) > at)
    if (better === undefined) return undefined
    current = better
  }
  return stopOf(current) === undefined ? current : undefined
}

/** Where a sentence stops being understood, or undefined where it is understood to its end. */
function stopOf(text: string): number | undefined {
  try {
    readingsOf(text)
    return undefined
  } catch (error) {
    if (error instanceof NotUnderstood) return error.at
    throw error
  }
}

/** The sentence with one of the next words spelt as the grammar has it, or with a name beside its kind put in quotes. */
function variantsAt(text: string, at: number): string[] {
  const next = [...text.slice(at).matchAll(/[\p{L}\p{N}'’]+/gu)].slice(0, lookedAt).map(found => ({ word: found[0], start: at + found.index }))
  const respelt = (words: readonly Word[]): string => words.toReversed()
    .reduce((said, { word, start }) => said.slice(0, start) + (wordsLike(word)[0] ?? word) + said.slice(start + word.length), text)
  const spelt = next.flatMap(({ word, start }, index) => [
    ...wordsLike(word).map(known => text.slice(0, start) + known + text.slice(start + word.length)), respelt(next.slice(0, index + 1))
  ])
  const before = /\b(?:user|group|role|application|app) $/i.test(text.slice(0, at))
  const quoted = next.flatMap(({ word, start }, index) => {
    const end = start + word.length
    const isBesideKind = before || /^ (?:user|group|role|application|app)\b/i.test(text.slice(end))
    return next[0]?.start !== at || text.slice(at, end).includes('"') || index >= lookedAt || !isBesideKind ? [] : [`${text.slice(0, at)}"${text.slice(at, end)}"${text.slice(end)}`]
  })
  return [...quoted, ...spelt]
}

interface Word {
  readonly word: string
  readonly start: number
}

function wordsLike(word: string): string[] {
  const sought = word.toLowerCase()
  if (grammarWords.includes(sought)) return []
  const most = mostSlips(sought)
  return grammarWords.map(known => ({ known, far: editDistance(sought, known, most) })).filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far).slice(0, lookedAt).map(({ known }) => word === sought ? known : known.slice(0, 1).toUpperCase() + known.slice(1))
}

/** The form whose words the sentence holds most of; the first of several. */
function nearestForm(text: string): Form {
  const held = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const score = (form: Form): number => new Set(`${verbs[form].join(' ')} ${forms[form]}`.toLowerCase().match(/[a-z]+/g)?.filter(word => held.has(word))).size
  return (['exclude', 'include', 'ignore', 'accept', 'name'] as const).reduce((best, form) => score(form) > score(best) ? form : best)
}
