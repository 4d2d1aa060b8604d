import { sha256 } from '#src/store/content-hash.ts'
import { byHash, entriesOf, readIntents, readMeasured, splitOf, type Entry } from './corpus.ts'
import type { SkillText } from './documents.ts'
import { figuresOf, type Figures } from './figures.ts'
import { isFresh, readFresh } from './fresh.ts'
import { isRight, nobody, type Routed } from './route.ts'

/** What a planner reads before it chooses: every skill with its words, in an order that tells nothing. */
export function readingOf(skills: readonly SkillText[]): string {
  return `${byHash(skills, ({ name }) => name).map(({ name, text }) => `### ${name}\n${text}`).join('\n\n')}\n`
}

/** What a planner is asked: the measured third and a ninth of the fresh prompts, mixed. */
export function questionsOf(): Entry[] {
  const fresh = byHash(readFresh(), ({ prompt }) => prompt)
  const asked = fresh.slice(0, Math.round(fresh.length / 9))
  return byHash([...splitOf(entriesOf(readIntents()), readMeasured()).measured, ...asked], ({ prompt }) => prompt)
}

/** The questions as they are handed over: number and prompt, a tab between them. */
export function questionSheet(questions: readonly Entry[]): string {
  return questions.map(({ prompt }, at) => `${at + 1}\t${prompt}\n`).join('')
}

/** What a planner answered, and the hash of the words that it had read. */
export interface Answers {
  readonly words: string
  readonly chosen: readonly string[]
}

/** The hash by which answers name the words that they were given for. */
export function wordsHashOf(skills: readonly SkillText[]): string {
  return sha256(readingOf(skills)).slice(0, 16)
}

/** Reads a sheet of answers: a line `words` with the hash, then number and skill for every question once; refuses any other. */
export function answersIn(sheet: string, questions: number): Answers {
  const [[head, words = ''] = [], ...lines] = sheet.trimEnd().split('\n').map(line => line.split('\t'))
  const given = new Map(lines.map(([number = '', skill = '']) => [number, skill]))
  const chosen = Array.from({ length: questions }, (_, at) => given.get(String(at + 1)) ?? '')
  const missing = chosen.indexOf('') + 1
  if (head !== 'words' || words === '') throw new Error('the first line of a sheet of answers is `words`, a tab and the hash of the words')
  if (missing > 0 || lines.length !== questions) throw new Error(`a sheet answers each of ${questions} questions once; it has ${lines.length}, and \`${missing > 0 ? missing : 'none'}\` is missing`)
  return { words, chosen }
}

/** The answers as routed prompts: a skill of somebody else's is nobody's of ours. */
export function answered(questions: readonly Entry[], { chosen }: Answers, ours: ReadonlySet<string>): Routed[] {
  return questions.map((entry, at) => {
    const skill = chosen[at] ?? nobody
    const own = ours.has(skill) ? skill : nobody
    return { entry, chosen: own, isRight: isRight(entry, own), margin: undefined }
  })
}

/** The figures of answers, those of the measured third apart from those of the fresh prompts. */
export function answerFigures(all: readonly Routed[], writing: ReadonlySet<string>): { readonly measured: Figures, readonly fresh: Figures } {
  const figures = (ofFresh: boolean): Figures => figuresOf(all.filter(({ entry }) => isFresh(entry) === ofFresh), writing)
  return { measured: figures(false), fresh: figures(true) }
}
