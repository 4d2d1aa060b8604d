import { bm25Of } from './bm25.ts'
import type { Entry } from './corpus.ts'
import type { SkillText } from './documents.ts'

/** What no skill of ours answers. */
export const nobody = 'none'

/** One prompt with the scores of ours and theirs. */
interface Scored {
  readonly entry: Entry
  readonly first: string
  readonly score: number
  /** How far the best expected skill stands before the best of all others, as a part of the better of both; 1 is alone, below 0 is behind. */
  readonly margin: number | undefined
}

/** One prompt with the skill that was chosen for it. */
export interface Routed {
  readonly entry: Entry
  readonly chosen: string
  readonly isRight: boolean
  readonly margin: number | undefined
}

export function scoredBy(skills: readonly SkillText[], entries: readonly Entry[]): Scored[] {
  const score = bm25Of(skills.map(({ text }) => text))
  return entries.map(entry => {
    const scores = score(entry.prompt)
    const ranked = skills.map(({ name, isOurs }, at) => ({ name: isOurs ? name : nobody, score: scores[at] ?? 0 })).toSorted((a, b) => b.score - a.score)
    const own = ranked.find(({ name }) => entry.expects.includes(name))?.score ?? 0
    const other = ranked.find(({ name }) => !entry.expects.includes(name))?.score ?? 0
    const best = Math.max(own, other)
    return { entry, first: ranked[0]?.name ?? nobody, score: ranked[0]?.score ?? 0, margin: entry.expects.length === 0 ? undefined : best === 0 ? 0 : (own - other) / best }
  })
}

function chosenFor({ first, score }: Scored, threshold: number): string {
  return score < threshold ? nobody : first
}

/** Whether a skill is one that is meant, or nobody's where no skill of ours is to answer. */
export function isRight({ expects }: Entry, chosen: string): boolean {
  return expects.length === 0 ? chosen === nobody : expects.includes(chosen)
}

/** The score below which no skill is chosen: the lowest of those that are right most often on the prompts to tune on. */
export function thresholdOn(tuning: readonly Scored[]): number {
  const right = (threshold: number): number => tuning.filter(one => isRight(one.entry, chosenFor(one, threshold))).length
  const steps = Array.from({ length: 101 }, (_, hundredth) => hundredth / 100)
  return steps.reduce((best, step) => right(step) > right(best) ? step : best, 0)
}

export function routed(scored: readonly Scored[], threshold: number): Routed[] {
  return scored.map(one => {
    const chosen = chosenFor(one, threshold)
    return { entry: one.entry, chosen, isRight: isRight(one.entry, chosen), margin: one.margin }
  })
}
