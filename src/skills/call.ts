import type { TokenBudgets } from '#src/domain/usage.ts'
import type { Snapshot } from './ports.ts'
import { measured, shortened, summaryAlone, type Measured, type Members } from './shorten.ts'
import type { Ask, Skill } from './skill.ts'
import { tokensOf } from './tokens.ts'

/** Tokens of a reply, whatever the tenant's size: a little under 1,500, as the order of its members may differ when it is sent. */
const ceiling = 1490
/** Of a reply near the end of a budget: a third of the items of each list, in a third of the tokens. */
const nearCeiling = 500
const nearPart = 0.2

/**
 * The one way to a skill. Runs it, keeps its reply within the ceiling and what is left of the budgets, and notes the tokens in the ledger.
 * A skill that proposes runs whole whatever is left: only its reply is shortened.
 */
export async function callSkill(skill: Skill, input: unknown, ask: Ask): Promise<unknown> {
  const { ports, caller } = ask
  let reading: Snapshot | undefined
  const snapshot: Ask['ports']['snapshot'] = async (...asked) => reading = await ports.snapshot(...asked)
  const answer = await skill.run(input, { ...ask, ports: { ...ports, snapshot } })
  const reply = membersOf(answer)
  const run = textIn(membersOf(input), 'run') ?? textIn(reply, 'runId') ?? reading?.runId
  const { reply: sent, tokens } = reply === undefined ? { reply: answer, tokens: await tokensOf(JSON.stringify(answer)) } : await allowed(skill, reply, { ask, run })
  ports.usage.note(caller, { skill: skill.name, run, replyTokens: tokens, inputTokens: await tokensOf(JSON.stringify(input ?? {})) })
  return sent
}

/** A budget with what is left of it, and how a person calls it. */
interface Left {
  readonly left: number
  readonly budget: number
  readonly called: string
}

async function allowed(skill: Skill, reply: Members, { ask, run }: { readonly ask: Ask, readonly run: string | undefined }): Promise<Measured> {
  const whole = await shortened(ask, reply, { tokens: ceiling }) ?? await measured(summaryAlone(skill, reply))
  const tightest = await tightestOf(ask, run)
  if (tightest === undefined) return whole
  const { left, budget, called } = tightest
  if (left > budget * nearPart && whole.tokens <= left) return whole
  const near = left <= 0 ? undefined : await shortened(ask, said(reply, 'near', `Replies are short now: ${called} is nearly spent.`),
    { tokens: Math.min(nearCeiling, left), itemsOf: length => Math.ceil(length / 3) })
  return near ?? measured(said(summaryAlone(skill, reply), 'spent', `Only the summary: ${called} is spent; it begins anew at midnight UTC.`))
}

/** The budget with the least left, in proportion; undefined where there is none. */
async function tightestOf({ ports: { usage }, caller }: Ask, run: string | undefined): Promise<Left | undefined> {
  const { perDay, perRun } = usage.budgets
  if (perDay === undefined && (perRun === undefined || run === undefined)) return undefined
  const spent = await usage.spent(caller, run)
  const all = [...leftOf(perDay, spent.day, 'the budget of today'), ...run === undefined ? [] : leftOf(perRun, spent.run, 'the budget of this run')]
  return all.sort((a, b) => a.left / a.budget - b.left / b.budget)[0]
}

function leftOf(budget: TokenBudgets['perDay'], spent: number, called: string): Left[] {
  return budget === undefined ? [] : [{ left: budget - spent, budget, called }]
}

function said(reply: Members, budget: 'near' | 'spent', words: string): Members {
  const { status, summary, ...rest } = reply
  return { status, summary: `${String(summary)} ${words}`, budget, ...rest }
}

function membersOf(value: unknown): Members | undefined {
  return typeof value !== 'object' || value === null || Array.isArray(value) ? undefined : Object.fromEntries(Object.entries(value))
}

function textIn(members: Members | undefined, name: string): string | undefined {
  const value = members?.[name]
  return typeof value === 'string' ? value : undefined
}
