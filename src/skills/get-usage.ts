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
  summary: 'Tell how much Lacuna has cost in tokens and SCU',
  forModel: 'Use when asked what the answers here cost, for their price or consumption: how many tokens or Security Compute Units (SCU) were used today or ' +
    'in the last 30 days, how often each skill was called, which skills took the most tokens, or what is left of the token budget. SCU are an estimate for ' +
    'Lacuna alone, not what Microsoft bills.',
  prompts: ['What do your answers cost us? Can you show me the token usage, please?', 'Show me the usage figures. What is our bill for this tool?',
    'Is it expensive to use you? What did my questions consume?', 'How much did we spend in the last 30 days? How many SCU has Lacuna used today?',
    'Will we run out of budget? How often were you called?', 'How many tokens did we burn yesterday? What is the daily spend?',
    'Do I have any budget left for more questions?'],
  input: Type.Object({}),
  output: replyOf({
    callsToday: Type.Integer(), tokensToday: Type.Integer({ description: 'Tokens of replies, in UTC days.' }), calls30Days: Type.Integer(), tokens30Days: Type.Integer(),
    budgetToday: Type.Integer({ description: 'Tokens of replies that a day may have; absent without a budget.' }), leftToday: Type.Integer(),
    budgetPerRun: Type.Integer({ description: 'Tokens for one operator about one run.' }),
    estimatedScuToday: Type.Number({ description: 'An estimate; absent where no rate is set.' }), estimatedScu30Days: Type.Number(),
    skills: Type.Array(Type.Object({ skill: Type.String(), calls: Type.Integer(), tokens: Type.Integer() }), { description: 'Of the last 30 days, those with the most tokens.' })
  }),
  async run(_input, { ports: { usage, now }, caller }) {
    const at = now()
    const today = totalOf(await usage.bySkill(caller, dayOf(at)))
    const month = await usage.bySkill(caller, dayOf(new Date(at.getTime() - 29 * day)))
    const all = totalOf(month)
    const { perDay, perRun } = usage.budgets
    const [scuToday, scu30Days] = [estimatedScu(today.tokens, usage.budgets), estimatedScu(all.tokens, usage.budgets)]
    const left = perDay === undefined ? undefined : Math.max(0, perDay - today.tokens)
    const estimate = scuToday === undefined ? '' : `, an estimated ${scuToday} SCU`
    const budget = left === undefined ? 'No daily budget is set.' : `${left.toLocaleString('en')} of ${count(perDay ?? 0, 'token')} are left today.`
    return {
      status: ok, summary: `Today ${count(today.tokens, 'token')} of replies in ${count(today.calls, 'call')}${estimate}; ${count(all.tokens, 'token')} in 30 days. ${budget}`,
      callsToday: today.calls, tokensToday: today.tokens, calls30Days: all.calls, tokens30Days: all.tokens,
      ...perDay === undefined || left === undefined ? {} : { budgetToday: perDay, leftToday: left }, ...perRun === undefined ? {} : { budgetPerRun: perRun },
      ...scuToday === undefined ? {} : { estimatedScuToday: scuToday }, ...scu30Days === undefined ? {} : { estimatedScu30Days: scu30Days },
      skills: month.slice(0, shown).map(({ skill: name, calls, replyTokens }) => ({ skill: name, calls, tokens: replyTokens }))
    }
  }
})

function totalOf(rows: readonly SkillUsage[]): { calls: number, tokens: number } {
  return rows.reduce((all, { calls, replyTokens }) => ({ calls: all.calls + calls, tokens: all.tokens + replyTokens }), { calls: 0, tokens: 0 })
}
