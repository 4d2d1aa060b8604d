import { nearestTo } from './misspelt.ts'
import { plainWordsOf, withoutArguments, wordsOf } from './words.ts'

const k1 = 1.2
const b = 0.75

/** The score of every document for a query, between 0 and 1: of what the query's words could give, the part that the document gives. */
export type Score = (query: string) => number[]

/**
 * Okapi BM25 over the documents' words. A word that no document has counts as the nearest that it may be a misspelling of; without one it
 * counts in what the query's words could give.
 */
export function bm25Of(texts: readonly string[]): Score {
  const documents = texts.map(text => {
    const words = wordsOf(text)
    return { length: words.length, counts: new Map([...Map.groupBy(words, word => word)].map(([word, all]) => [word, all.length])) }
  })
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / documents.length
  const rarity = (word: string): number => {
    const having = documents.filter(({ counts }) => counts.has(word)).length
    return Math.log(1 + (documents.length - having + 0.5) / (having + 0.5))
  }
  const written = new Set(texts.flatMap(plainWordsOf))
  const known = new Set([...written].flatMap(wordsOf))
  const read = (word: string): string[] => {
    const stems = wordsOf(word)
    return stems.some(stem => known.has(stem)) ? stems : wordsOf(nearestTo(word, written) ?? word)
  }
  return query => {
    const words = [...new Set(plainWordsOf(withoutArguments(query)).flatMap(read))].map(word => ({ word, weight: rarity(word) }))
    const whole = words.reduce((sum, { weight }) => sum + weight * (k1 + 1), 0)
    return documents.map(({ length, counts }) => whole === 0 ? 0 : words.reduce((sum, { word, weight }) => {
      const count = counts.get(word) ?? 0
      return sum + weight * count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean))
    }, 0) / whole)
  }
}
