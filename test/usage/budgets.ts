import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import type { Skill } from '#src/skills/skill.ts'
import { asking, caller } from '#test/fixtures/asking.ts'
import { calledOf, memberOf, type Called } from '#test/fixtures/every-call.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

const budget = 100_000
const day = '2026-11-23'

function skillCalled(name: string): Skill {
  const found = skills.find(skill => skill.name === name)
  if (found === undefined) throw new Error(`there is no skill ${name}`)
  return found
}

interface Standing {
  readonly perDay?: number
  readonly perRun?: number
  readonly spent: number
  /** Whose and about which run the tokens were that are spent. */
  readonly operator?: string
  readonly run?: string
}

/** A call on the small tenant, of which a ledger stands as told. */
async function calledWith(name: string, input: object, { spent, operator = caller.operator.oid, run = 'run-0', ...budgets }: Standing) {
  const ask = asking()
  if (ask.memory.snapshot !== undefined) ask.memory.snapshot = { ...ask.memory.snapshot, runId: 'run-0' }
  ask.memory.budgets = budgets
  ask.memory.ledger.push({ day, operator, run, skill: 'ListSuggestions', replyTokens: spent, inputTokens: 0 })
  return { ...await calledOf(skillCalled(name), input, ask), memory: ask.memory }
}

const left = async (name: string, input: object, tokens: number): Promise<Called> => calledWith(name, input, { perDay: budget, spent: budget - tokens })

function itemsIn(reply: unknown): number {
  return Object.values(Object(reply)).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0)
}

/** What a reply says besides its lists, its summary and where it goes on. */
function totalsIn(reply: unknown): object {
  return Object.fromEntries(Object.entries(Object(reply)).filter(([name, value]) => !Array.isArray(value) && !['summary', 'budget', 'next'].includes(name)))
}

const lists: readonly [string, object][] = [
  ['RunOptimization', {}], ['ListRequirements', {}], ['ListSuggestions', {}], ['ListUncoveredUsers', { requirement: 'compliant-device-all-users' }], ['ListUncoveredApps', { requirement: 'compliant-device-all-users' }],
  ['EvaluatePolicy', { policy: ids.mfa }], ['ExplainSuggestion', { suggestion: 'mfa-all-users:extendPolicy' }], ['EvaluateSignIn', { user: 'Tim Twin', app: 'Mail' }]
]

for (const [name, input] of lists) {
  test(`${name} answers whole down to the last fifth of a budget, then fewer items and the same totals`, async t => {
    const whole = await left(name, input, budget)
    t.strictSame(whole.reply, whole.whole)
    t.equal(memberOf(whole.reply, 'budget'), undefined)
    t.strictSame((await left(name, input, budget / 5 + 1)).reply, whole.reply)

    const { reply, tokens } = await left(name, input, budget / 5)
    t.equal(memberOf(reply, 'budget'), 'near')
    t.strictSame(totalsIn(reply), totalsIn(whole.reply))
    t.equal(memberOf(reply, 'summary'), `${String(memberOf(whole.reply, 'summary'))} Replies are short now: the budget of today is nearly spent.`)
    t.ok(itemsIn(reply) <= itemsIn(whole.reply) && (itemsIn(whole.reply) < 3 || itemsIn(reply) < itemsIn(whole.reply)), `${itemsIn(reply)} of ${itemsIn(whole.reply)} items`)
    t.ok(tokens <= 500, `${tokens} tokens`)
  })

  test(`${name} uses the last token of a budget, and with one token less answers with fewer items or the summary alone`, async t => {
    let standing = await left(name, input, budget / 5)
    while (memberOf(standing.reply, 'budget') === 'near') {
      t.strictSame((await left(name, input, standing.tokens)).reply, standing.reply, `${standing.tokens} tokens fit into as many`)
      const shorter = await left(name, input, standing.tokens - 1)
      if (memberOf(shorter.reply, 'budget') === 'near') t.ok(itemsIn(shorter.reply) < itemsIn(standing.reply) && shorter.tokens < standing.tokens)
      standing = shorter
    }
    const spent = { status: memberOf(standing.whole, 'status'), budget: 'spent', summary: `${String(memberOf(standing.whole, 'summary'))} Only the summary: the budget of today is spent; it begins anew at midnight UTC.` }
    for (const tokens of [1, 0, -1, -budget]) t.strictSame((await left(name, input, tokens)).reply, spent, `${tokens} tokens are left`)
  })
}

test('pages under a budget that nears its end go through the whole list, each item once', async t => {
  const seen: string[] = []
  let pages = 0
  for (let cursor: unknown = undefined; pages === 0 || cursor !== undefined; pages++) {
    const { reply } = await calledWith('ListUncoveredUsers', { requirement: 'compliant-device-all-users', ...cursor === undefined ? {} : { cursor } }, { perDay: budget, spent: budget * 0.9 })
    const users = memberOf(reply, 'users')
    if (!Array.isArray(users)) throw new Error('the reply has no users')
    seen.push(...users.map(user => String(memberOf(user, 'id'))))
    cursor = memberOf(reply, 'next')
  }
  const { whole } = await left('ListUncoveredUsers', { requirement: 'compliant-device-all-users' }, budget)
  t.ok(pages > 2, `${pages} pages`)
  t.strictSame(seen, Object(whole).users.map(({ id }: { id: string }) => id))
})

test('what is proposed is done whole although the budget is spent, and its id is answered', async t => {
  const { reply, memory } = await calledWith('DraftReportOnlyPolicy', { requirement: 'mfa-all-users' }, { perDay: budget, spent: budget })
  const draft = memory.drafts.get(String(memberOf(reply, 'draftId')))
  t.strictSame(draft?.requirement, 'mfa-all-users')
  t.strictSame(Object.keys(Object(reply)).sort(), ['budget', 'draftId', 'status', 'summary'])
})

const standings: readonly [string, Standing, 'near' | 'spent' | undefined][] = [
  ['no budget', { spent: budget }, undefined],
  ['the day\'s budget, which another operator has spent', { perDay: budget, spent: budget, operator: ids.ben, run: 'run-9' }, 'spent'],
  ['the budget of the run that read the tenant', { perRun: budget, spent: budget }, 'spent'],
  ['a budget per run of which another run has spent as much', { perRun: budget, spent: budget, run: 'run-9' }, undefined],
  ['a budget per run of which another operator has spent as much', { perRun: budget, spent: budget, operator: ids.ben }, undefined],
  ['a day that has enough and a run that has little', { perDay: budget * 10, perRun: budget, spent: budget * 0.9 }, 'near'],
  ['a run that has enough and a day that has nothing', { perDay: budget, perRun: budget * 10, spent: budget }, 'spent']
]

for (const [what, standing, expected] of standings) {
  test(`${what}: ${expected ?? 'the whole reply'}`, async t => {
    const { reply } = await calledWith('ListSuggestions', {}, standing)
    t.equal(memberOf(reply, 'budget'), expected)
  })
}
