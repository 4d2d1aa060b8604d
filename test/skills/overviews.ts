import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import { explainCapabilities } from '#src/skills/explain-capabilities.ts'
import { findConsolidations } from '#src/skills/find-consolidations.ts'
import { listRequirements } from '#src/skills/list-requirements.ts'
import { answerOf, asking } from '#test/fixtures/asking.ts'
import { allButEmergency, lanternFile, policyOf } from '#test/fixtures/lantern.ts'

const [first, second, third] = [1, 2, 3].map(number => `d0000000-0000-4000-8000-00000000001${number}`)
const on = (id: string | undefined, includePlatforms: string[], grant = ['mfa']) =>
  policyOf(id ?? '', { users: allButEmergency, when: { platforms: { includePlatforms, excludePlatforms: [] } }, grant })

const twins = lanternFile([on(first, ['windows']), on(second, ['macOS']), on(third, ['all'], ['compliantDevice'])])

test('every requirement is told with its status and its counts; a status narrows the list', async t => {
  const ask = asking()
  const all = ask.memory.snapshot?.analysis.requirements ?? []
  const answer = await answerOf(listRequirements, {}, ask)
  t.same(answer.requirements?.map(({ id, status }) => [id, status]), all.map(({ id, status }) => [id, status]))
  t.equal((answer.met ?? 0) + (answer.gaps ?? 0) + (answer.unknown ?? 0) + (answer.notApplicable ?? 0), all.length)
  const gaps = await answerOf(listRequirements, { status: 'gap' }, ask)
  t.same([gaps.total, new Set(gaps.requirements?.map(({ status }) => status))], [answer.gaps, new Set(['gap'])])
  t.match(gaps.requirements, [{ id: /\w/, severity: /\w/, users: Number, uncovered: Number }])
})

test('policies that one policy can replace are named with the proof', async t => {
  const answer = await answerOf(findConsolidations, {}, asking(twins))
  t.match(answer, { status: 'ok', total: 1, proven: 1, fewer: 1, consolidations: [{ policies: `${first}, ${second}`, isProven: true, difference: '', witness: '' }] })
})

test('consolidations narrow to one policy, which must be clear', async t => {
  t.match(await answerOf(findConsolidations, { policy: second }, asking(twins)), { total: 1 })
  t.match(await answerOf(findConsolidations, { policy: third }, asking(twins)), { total: 0, summary: /No set/, consolidations: [] })
  t.match(await answerOf(findConsolidations, { policy: 'd0000000' }, asking(twins)), { status: 'ambiguous', candidates: [{ kind: 'policy' }, {}, {}] })
})

test('a set that one policy replaces with a difference says what and for whom', async t => {
  const ask = asking(twins)
  const { snapshot } = ask.memory
  const finding = snapshot?.analysis.findings.find(({ kind }) => kind === 'consolidatable')
  const gap = snapshot?.analysis.requirements.flatMap(({ gaps }) => gaps)[0]
  t.ok(finding !== undefined && gap !== undefined)
  if (finding === undefined || gap === undefined) return
  finding.differences = [{ change: 'stricter', users: 2, words: 'platform linux', witness: gap.witness }]
  t.match(await answerOf(findConsolidations, {}, ask), { proven: 0, fewer: 0, consolidations: [{ isProven: false, difference: 'stricter for 2 users, platform linux', witness: / to / }] })
})

test('capabilities name every skill that a person asks for, and only skills that are there', async t => {
  const { capabilities = [], never, reads, roles } = await answerOf(explainCapabilities, {}, asking())
  t.match(reads, /Microsoft Graph.*not sampled/)
  t.match(roles, /Security Reader.*may ask.*Administrator may also draft/)
  const named = capabilities.flatMap(({ skills: list }) => list.split(','))
  const names = skills.map(({ name }) => name)
  t.same(named.filter(name => !names.includes(name)), [])
  t.same(names.filter(name => !named.includes(name)).sort(), ['ExplainCapabilities', 'GetRun', 'ListPendingRuns'])
  t.match(never, /approves and applies no change/)
})

test('without a snapshot the overviews ask for a run', async t => {
  const ask = asking()
  ask.memory.snapshot = undefined
  for (const answer of [await answerOf(listRequirements, {}, ask), await answerOf(findConsolidations, {}, ask)]) t.match(answer, { status: 'noSnapshot' })
})
