import { writeFileSync } from 'node:fs'
import { print } from '#src/cli/terminal.ts'
import { skills } from '#src/skills/all.ts'
import { entriesOf, readIntents, readMeasured, splitOf } from '#test/routing/score/corpus.ts'
import { readSkillTexts } from '#test/routing/score/documents.ts'
import { expectation, figuresOf, tableOf } from '#test/routing/score/figures.ts'
import { matrixOf } from '#test/routing/score/matrix.ts'
import { routed, scoredBy, thresholdOn } from '#test/routing/score/route.ts'

const writingSkills = new Set(skills.filter(({ effect }) => effect === 'propose').map(({ name }) => name))

interface RoutingOptions {
  /** Shows the third that is only measured, instead of the prompts to tune on. */
  readonly measured: boolean | undefined
  /** Lists each prompt to tune on for which another skill was chosen; never one of the measured third. */
  readonly misses: boolean | undefined
  /** Where to draw the confusion matrix. */
  readonly matrix: string | undefined
}

/** The prompts to tune on, in short: those that go elsewhere, and those for which a writing skill is chosen unasked. */
export function routingFigures(): { readonly prompts: number, readonly wrongPercent: number, readonly wrongWrites: number } {
  const scored = scoredBy(readSkillTexts(), splitOf(entriesOf(readIntents()), readMeasured()).tuning)
  const { prompts, right, wrongWrites, unaskedWrites } = figuresOf(routed(scored, thresholdOn(scored)), writingSkills)
  return { prompts, wrongPercent: Number((100 * (prompts - right) / prompts).toFixed(1)), wrongWrites: wrongWrites + unaskedWrites }
}

/** How well the words of the skills lead to them: figures by skill, on the prompts to tune on unless told otherwise. */
export async function benchRouting({ measured = false, misses = false, matrix }: RoutingOptions): Promise<void> {
  const texts = readSkillTexts()
  const split = splitOf(entriesOf(readIntents()), readMeasured())
  const tuning = scoredBy(texts, split.tuning)
  const threshold = thresholdOn(tuning)
  const all = routed(measured ? scoredBy(texts, split.measured) : tuning, threshold)
  await print(`${measured ? 'the measured third' : 'the two thirds to tune on'}; no skill below ${threshold.toFixed(2)}\n${tableOf(figuresOf(all, writingSkills))}`)
  if (misses && !measured) {
    const lines = all.filter(({ isRight }) => !isRight).map(({ entry, chosen }) => `${expectation(entry.expects)} -> ${chosen}: ${entry.prompt}\n`)
    await print(lines.join(''))
  }
  if (matrix !== undefined) {
    const title = `Skill chosen (across) for the skill expected (down), ${measured ? 'measured third' : 'two thirds'}, ${all.length} prompts`
    writeFileSync(matrix, matrixOf(all, { title, names: texts.filter(({ isOurs }) => isOurs).map(({ name }) => name) }))
  }
}
