import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import { readSkillTexts, writingSkills, type SkillText } from './score/documents.ts'
import { tableOf } from './score/figures.ts'
import { answered, answerFigures, answersIn, questionSheet, questionsOf, readingOf, wordsHashOf } from './score/planner.ts'
import { isFresh, readFresh } from './score/fresh.ts'

const texts = readSkillTexts()
const questions = questionsOf()
const ours = new Set(skills.map(({ name }) => name))
const folder = new URL('./answers/', import.meta.url)
const stale = 'the words have changed since the planners were asked: ask again, see test/routing/README.md'

test('a language model that reads the words chooses the skill that is meant, and none that writes for a request to read', t => {
  const sheets = readdirSync(folder).sort()
  t.equal(sheets.length, 3)
  for (const sheet of sheets) {
    const answers = answersIn(readFileSync(new URL(sheet, folder), 'utf8'), questions.length)
    const isNow = answers.words === wordsHashOf(texts)
    t.ok(isNow, `${sheet}: words ${answers.words}`, isNow ? {} : { todo: stale })
    const { measured, fresh } = answerFigures(answered(questions, answers, ours), writingSkills)
    for (const figures of [measured, fresh]) {
      t.ok(figures.right >= 0.9 * figures.prompts, `${sheet}: ${figures.right} of ${figures.prompts}`)
      t.equal(figures.wrongWrites, 0, 'writing skills chosen for a request to read')
    }
    t.comment(tableOf(measured))
  }
  t.end()
})

test('what a planner reads holds every skill once, and tells nothing of who wrote it', t => {
  const reading = readingOf(texts)
  t.same(reading.split('\n').filter(line => line.startsWith('### ')).map(line => line.slice(4)).sort(), texts.map(({ name }) => name).sort())
  t.notMatch(reading, /expects|nearMiss|noSkill/)
  const places = texts.filter(({ isOurs }) => isOurs).map(({ name }) => reading.indexOf(`### ${name}\n`))
  t.not(places.toSorted((a, b) => a - b).join(), places.join(), 'in an order of its own')
  t.end()
})

test('the questions are the measured third and a ninth of the fresh prompts, without what is meant', t => {
  const asked = questions.filter(isFresh).length
  t.equal(asked, Math.round(readFresh().length / 9))
  t.equal(questions.length - asked, 180)
  const [first, second] = questionSheet(questions).split('\n')
  t.same([first, second], questions.slice(0, 2).map(({ prompt }, at) => `${at + 1}\t${prompt}`))
  t.end()
})

const skill = (name: string, isOurs: boolean): SkillText => ({ name, isOurs, text: name })

test('answers are for the words that were read, and are counted for ours alone', t => {
  t.not(wordsHashOf([skill('A', true)]), wordsHashOf([skill('A', true), skill('B', false)]))
  const [read, mine] = [{ intent: 'i', kind: 'plain' as const, prompt: 'show', expects: ['A'] }, { intent: 'j', kind: 'noSkill' as const, prompt: 'weather', expects: [] }]
  const answers = answersIn('words\tabc\n2\tGetWeather\n1\tA\n', 2)
  t.same(answers, { words: 'abc', chosen: ['A', 'GetWeather'] })
  t.same(answered([read, mine], answers, new Set(['A'])).map(({ chosen, isRight }) => [chosen, isRight]), [['A', true], ['none', true]])
  t.same(answered([mine, read], answers, new Set(['A'])).map(({ chosen, isRight }) => [chosen, isRight]), [['A', false], ['none', false]])
  t.end()
})

test('a sheet that names no words, leaves a question out or answers one twice is refused', t => {
  t.throws(() => answersIn('1\tA\n', 1), /the first line/)
  t.throws(() => answersIn('words\tabc\n1\tA\n', 2), /`2` is missing/)
  t.throws(() => answersIn('words\tabc\n1\tA\n1\tB\n2\tA\n', 2), /it has 3/)
  t.throws(() => answersIn('words\tabc\n1\tA\n2\t\n', 2), /`2` is missing/)
  t.end()
})
