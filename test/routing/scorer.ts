import { test } from 'tap'
import { bm25Of } from './score/bm25.ts'
import type { Entry } from './score/corpus.ts'
import { ourSkills } from './score/documents.ts'
import { figuresOf } from './score/figures.ts'
import { matrixOf } from './score/matrix.ts'
import { routed, scoredBy, thresholdOn } from './score/route.ts'
import { distanceOf, nearestTo } from './score/misspelt.ts'
import { apart, withoutArguments, wordsOf } from './score/words.ts'

test('a word is found in its plural, past and progressive forms', t => {
  const families = [['policy', 'policies'], ['merge', 'merges', 'merged', 'merging'], ['require', 'requires', 'required'], ['submit', 'submitted', 'submitting'], ['block', 'Blocks', 'BLOCKED'], ['app', 'apps']]
  for (const family of families) t.equal(new Set(family.flatMap(wordsOf)).size, 1, family.join(', '))
  for (const [one, other] of [['access', 'acces'], ['status', 'state'], ['need', 'ne'], ['this', 'thi']] as const) t.not(wordsOf(one)[0], wordsOf(other)[0], one)
  t.same(wordsOf("Can't mfa-all-users?"), ['cant', 'mfa', 'all', 'user'])
  t.equal(apart('ListUncoveredUsers'), 'List Uncovered Users')
  t.end()
})

test('letters that are added, dropped, changed or swapped are counted', t => {
  for (const [one, other, distance] of [['policy', 'policy', 0], ['polcy', 'policy', 1], ['policcy', 'policy', 1], ['polici', 'policy', 1], ['plicoy', 'policy', 2], ['ploicy', 'policy', 1], ['', 'abc', 3]] as const) {
    t.equal(distanceOf(one, other), distance, `${one}, ${other}`)
  }
  t.end()
})

test('a word may be misspelt by one letter from five on and by two from nine on', t => {
  const known = ['block', 'user', 'legacy', 'authentication']
  const nearest = [['blcok', 'block'], ['usre', undefined], ['legcay', 'legacy'], ['lgcy', undefined], ['autentcation', 'authentication'], ['autntcation', undefined], ['weather', undefined]] as const
  for (const [word, meant] of nearest) t.equal(nearestTo(word, known), meant, word)
  t.end()
})

test('a misspelt word scores as the word that it stands for, and a word that is known is left alone', t => {
  const score = bm25Of(['block legacy clients', 'lock the door'])
  t.same(score('legcay'), score('legacy'))
  t.same(score('lock'), bm25Of(['block legacy clients', 'lock the door'])('LOCK'))
  t.equal(score('lock')[0], 0)
  t.end()
})

test('quoted text and GUIDs are arguments and no words; an apostrophe is none', t => {
  t.same(wordsOf(withoutArguments('Explain "Block legacy" or “MFA”, \'CA 1\' and 3f2a6b1c-0000-4c1d-9e7a-1b2c3d4e5f60')), wordsOf('explain or and'))
  t.same(wordsOf(withoutArguments("what's Bob's policy")), wordsOf('whats bobs policy'))
  t.end()
})

test('the score follows the formula of BM25, as a part of what the query could give', t => {
  const [first = Number.NaN, second] = bm25Of(['block block mail', 'draft a policy'])('block unknown')
  const [held, unheld] = [Math.log(1 + 1.5 / 1.5), Math.log(1 + 2.5 / 0.5)]
  t.ok(Math.abs(first - held * 2 * 2.2 / (2 + 1.2) / (2.2 * (held + unheld))) < 1e-12)
  t.equal(second, 0)
  t.same(bm25Of(['one', 'two'])('?!'), [0, 0])
  t.end()
})

test('a rare word weighs more than a common one, and a short text more than a long one', t => {
  const score = bm25Of(['list users and name', 'list apps and name', 'list apps and name with very many other words beside them'])
  const [users = 0, apps = 0, long = 0] = score('list apps')
  t.ok(apps > long && long > users)
  const [byRare = 0] = score('users')
  const [byCommon = 0] = score('list unheard')
  t.ok(byRare > byCommon)
  t.end()
})

test('the words of an operation are its name, texts, prompts and inputs with their values, not its answer', t => {
  const document = { paths: { '/a': { post: {
    operationId: 'EvaluateSignIn', summary: 'Judge one', description: 'Use when asked.\n#ExamplePrompts Would they get in?',
    parameters: [{ name: 'top', description: 'At most.', schema: { enum: ['deviceCodeFlow'] } }],
    requestBody: { content: { 'application/json': { schema: { properties: { clientApp: { description: 'Kind.' } } } } } },
    responses: { 200: { description: 'Secret' } }
  } } } }
  const text = ourSkills(document).map(one => one.text).join()
  t.same(wordsOf(text), wordsOf('evaluate sign in judge one use when asked would they get in top at most device code flow client app kind'))
  t.end()
})

const skills = [
  { name: 'ListApps', isOurs: true, text: 'list unprotected applications' }, { name: 'Draft', isOurs: true, text: 'draft a new policy' },
  { name: 'GetUsers', isOurs: false, text: 'find users of the directory' }
]
const asked = (prompt: string, expects: readonly string[], kind: Entry['kind'] = 'plain'): Entry => ({ intent: 'one', kind, prompt, expects })

test('what reaches a skill of Entra, or no skill well enough, is nobody\'s', t => {
  const scored = scoredBy(skills, [asked('list applications', ['ListApps']), asked('find users', [], 'nearMiss'), asked('what will the weather be, and is it a new day', [], 'noSkill')])
  t.same(routed(scored, 0).map(({ chosen }) => chosen), ['ListApps', 'none', 'Draft'])
  t.same(routed(scored, thresholdOn(scored)).map(({ chosen, isRight }) => [chosen, isRight]), [['ListApps', true], ['none', true], ['none', true]])
  t.end()
})

test('a margin is whole where one skill alone is reached, and negative behind another', t => {
  const [alone, behind, nobody] = scoredBy(skills, [asked('applications', ['ListApps']), asked('new policy list', ['ListApps']), asked('users', [])])
  t.equal(alone?.margin, 1)
  t.ok(Number(behind?.margin) < 0)
  t.equal(nobody?.margin, undefined)
  t.end()
})

test('a writing skill for a request to read is counted apart from one for what nobody is to do', t => {
  const all = routed(scoredBy(skills, [
    asked('the new policy', ['ListApps']), asked('a policy', [], 'nearMiss'), asked('delete a policy', [], 'noSkill'), asked('draft', ['Draft']), asked('draft it', ['Draft'])
  ]), 0)
  t.match(figuresOf(all, new Set(['Draft'])), { prompts: 5, right: 2, wrongWrites: 2, unaskedWrites: 1, skills: [{ skill: 'Draft', prompts: 2, right: 2 }, { skill: 'ListApps', right: 0 }, { skill: 'none' }] })
  t.end()
})

test('the confusion matrix has a count for each pair that occurs', t => {
  const all = routed(scoredBy(skills, [asked('list', ['ListApps']), asked('new policy', ['ListApps']), asked('unprotected', ['ListApps'])]), 0)
  const counts = [...matrixOf(all, { title: 'drawn', names: ['ListApps', 'Draft'] }).matchAll(/text-anchor="middle"[^>]*>(\d+)</g)].map(([, count]) => count)
  t.same(counts, ['1', '2'])
  t.end()
})
