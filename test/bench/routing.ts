import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { print } from '#src/cli/terminal.ts'
import { skills } from '#src/skills/all.ts'
import { entriesOf, readIntents, readMeasured, splitOf } from '#test/routing/score/corpus.ts'
import { readSkillTexts, writingSkills } from '#test/routing/score/documents.ts'
import { expectation, figuresOf, tableOf } from '#test/routing/score/figures.ts'
import { readFresh } from '#test/routing/score/fresh.ts'
import { matrixOf } from '#test/routing/score/matrix.ts'
import { answered, answerFigures, answersIn, questionSheet, questionsOf, readingOf, wordsHashOf } from '#test/routing/score/planner.ts'
import { routed, scoredBy, thresholdOn } from '#test/routing/score/route.ts'

interface RoutingOptions {
  /** Shows the third that is only measured, instead of the prompts to tune on. */
  readonly measured: boolean | undefined
  /** Lists each prompt to tune on for which another skill was chosen; never one of the measured third. */
  readonly misses: boolean | undefined
  /** Shows the prompts that no word was chosen by, instead of the prompts to tune on. */
  readonly fresh: boolean | undefined
  /** Where to draw the confusion matrix. */
  readonly matrix: string | undefined
  /** A folder for what a language model is to read and to answer as the planner: `skills.md` and `prompts.tsv`. */
  readonly ask: string | undefined
  /** A sheet of such answers, to be scored. */
  readonly answers: string | undefined
}

/** The prompts to tune on, in short: those that go elsewhere, and those for which a writing skill is chosen unasked. */
export function routingFigures(): { readonly prompts: number, readonly wrongPercent: number, readonly wrongWrites: number } {
  const scored = scoredBy(readSkillTexts(), splitOf(entriesOf(readIntents()), readMeasured()).tuning)
  const { prompts, right, wrongWrites, unaskedWrites } = figuresOf(routed(scored, thresholdOn(scored)), writingSkills)
  return { prompts, wrongPercent: Number((100 * (prompts - right) / prompts).toFixed(1)), wrongWrites: wrongWrites + unaskedWrites }
}

/** How well the words of the skills lead to them: figures by skill, on the prompts to tune on unless told otherwise. */
export async function benchRouting({ measured = false, misses = false, fresh = false, matrix, ask, answers }: RoutingOptions): Promise<void> {
  if (ask !== undefined) return askPlanner(ask)
  if (answers !== undefined) return scorePlanner(answers)
  const texts = readSkillTexts()
  const split = splitOf(entriesOf(readIntents()), readMeasured())
  const tuning = scoredBy(texts, split.tuning)
  const threshold = thresholdOn(tuning)
  const [what, shown] = measured ? ['the measured third', scoredBy(texts, split.measured)] as const : fresh ? ['the fresh prompts', scoredBy(texts, readFresh())] as const :
    ['the two thirds to tune on', tuning] as const
  const all = routed(shown, threshold)
  await print(`${what}; no skill below ${threshold.toFixed(2)}\n${tableOf(figuresOf(all, writingSkills))}`)
  if (misses && !measured && !fresh) {
    const lines = all.filter(({ isRight }) => !isRight).map(({ entry, chosen }) => `${expectation(entry.expects)} -> ${chosen}: ${entry.prompt}\n`)
    await print(lines.join(''))
  }
  if (matrix !== undefined) {
    const title = `Skill chosen (across) for the skill expected (down), ${what}, ${all.length} prompts`
    writeFileSync(matrix, matrixOf(all, { title, names: texts.filter(({ isOurs }) => isOurs).map(({ name }) => name) }))
  }
}

async function askPlanner(folder: string): Promise<void> {
  const texts = readSkillTexts()
  const questions = questionsOf()
  writeFileSync(join(folder, 'skills.md'), readingOf(texts))
  writeFileSync(join(folder, 'prompts.tsv'), questionSheet(questions))
  await print(`${questions.length} prompts and ${texts.length} skills, words ${wordsHashOf(texts)}\n`)
}

async function scorePlanner(path: string): Promise<void> {
  const questions = questionsOf()
  const all = answered(questions, answersIn(readFileSync(path, 'utf8'), questions.length), new Set(skills.map(({ name }) => name)))
  const { measured, fresh } = answerFigures(all, writingSkills)
  await print(`the measured third\n${tableOf(measured)}fresh prompts\n${tableOf(fresh)}`)
}
