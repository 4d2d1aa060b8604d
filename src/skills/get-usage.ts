import { Type } from 'typebox'
import { dayOf, estimatedScu, type SkillUsage } from '#src/domain/usage.ts'
import { toRead } from './needs.ts'
import { count, ok, replyOf } from './reply.ts'
import { skill } from './skill.ts'

const day = 86_400_000
const shown = 6

/** What the replies of today and of the last 30 days took, and what is left. */
export const getUsage = skill({
  name: 'GetUsage', path: '/usage', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Tell what Lacuna itself uses and costs: calls, tokens, SCUs and the remaining budget',
  forModel: 'Use when asked for Lacuna\'s own usage, consumption, price, cost or spend: how many calls, tokens and Security Compute Units (SCUs, capacity) ' +
    'each skill consumed today and over the past thirty days, and how much of the token budget, quota or allowance of a day or a run is left. It counts ' +
    'Lacuna\'s own replies only; SCUs are an estimate and no invoice. For what the service does use ExplainCapabilities.',
  prompts: [
    'Consumption and tokens per skill. Which of your skills takes the most tokens, which is used most often? What am I spending when I ask you something, ' +
      'or is it free? Was that answer a big, expensive one for us? Are we within budget, near the token limit or over it, is it reached or exceeded, when ' +
      'is it reset? Usage today vs yesterday, compared by SCU.',
    'Daily consumption versus last month. What did the last run or scan cost? Give finance the usage figures. How much has been spent on you in total? ' +
      'Where does the money go? How much did this conversation or chat use up so far?'
  ],
  input: Type.Object({}),
  output: replyOf({
    callsToday: Type.Integer(), tokensToday: Type.Integer({ description: 'Tokens of replies, in UTC days.' }), tokensYesterday: Type.Integer(),
    tokens7Days: Type.Integer({ description: 'With today.' }), calls30Days: Type.Integer(), tokens30Days: Type.Integer(),
    budgetToday: Type.Integer({ description: 'Tokens of replies that a day may have; absent without a budget.' }), leftToday: Type.Integer(),
    budgetPerRun: Type.Integer({ description: 'Tokens for one operator about one run.' }),
    estimatedScuToday: Type.Number({ description: 'An estimate; absent where no rate is set.' }), estimatedScu30Days: Type.Number(),
    skills: Type.Array(Type.Object({ skill: Type.String(), calls: Type.Integer(), tokens: Type.Integer() }), { description: 'Of the last 30 days, those with the most tokens.' })
  }),
  async run(_input, { ports: { usage, now }, caller }) {
    const at = now()
    const since = async (days: number): Promise<SkillUsage[]> => usage.bySkill(caller, dayOf(new Date(at.getTime() - days * day)))
    // One after the other, the shortest first: what is noted meanwhile makes no span less than one within it.
    const [today, twoDays, week] = [totalOf(await since(0)), totalOf(await since(1)), totalOf(await since(6))]
    const month = await since(29)
    const all = totalOf(month)
    const { perDay, perRun } = usage.budgets
    const [scuToday, scu30Days] = [estimatedScu(today.tokens, usage.budgets), estimatedScu(all.tokens, usage.budgets)]
    const left = perDay === undefined ? undefined : Math.max(0, perDay - today.tokens)
    const estimate = scuToday === undefined ? '' : `, an estimated ${scuToday} SCU`
    const budget = left === undefined ? 'No daily budget is set.' : `${left.toLocaleString('en')} of ${count(perDay ?? 0, 'token')} are left today.`
    return {
      status: ok, summary: `Today ${count(today.tokens, 'token')} of replies in ${count(today.calls, 'call')}${estimate}; ${count(all.tokens, 'token')} in 30 days. ${budget}`,
      callsToday: today.calls, tokensToday: today.tokens, tokensYesterday: twoDays.tokens - today.tokens, tokens7Days: week.tokens, calls30Days: all.calls, tokens30Days: all.tokens,
      ...perDay === undefined || left === undefined ? {} : { budgetToday: perDay, leftToday: left }, ...perRun === undefined ? {} : { budgetPerRun: perRun },
      ...scuToday === undefined ? {} : { estimatedScuToday: scuToday }, ...scu30Days === undefined ? {} : { estimatedScu30Days: scu30Days },
      skills: month.slice(0, shown).map(({ skill: name, calls, replyTokens }) => ({ skill: name, calls, tokens: replyTokens }))
    }
  }
})

function totalOf(rows: readonly SkillUsage[]): { calls: number, tokens: number } {
  return rows.reduce((all, { calls, replyTokens }) => ({ calls: all.calls + calls, tokens: all.tokens + replyTokens }), { calls: 0, tokens: 0 })
}
