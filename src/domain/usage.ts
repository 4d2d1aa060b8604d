import { Type, type Static } from 'typebox'

const Tokens = (description: string) => Type.Integer({ description })

/** What one skill answered one operator on one day. Tokens are counted with the o200k vocabulary. */
export const UsageRow = Type.Object({
  day: Type.String({ description: 'A day in UTC, such as 2026-11-23.' }), operator: Type.String({ description: 'Object id of the caller.' }), skill: Type.String(),
  calls: Type.Integer(), replyTokens: Tokens('Tokens of the replies.'), inputTokens: Tokens('Tokens of the inputs.')
})
export type UsageRow = Static<typeof UsageRow>

/** How many tokens replies may take, and how many are counted as one SCU; each is absent where nobody said. */
export interface TokenBudgets {
  /** In one tenant on one day in UTC. */
  readonly perDay?: number
  /** To one operator about one run, on one day. */
  readonly perRun?: number
  readonly perScu?: number
}

/** One call of a skill. */
export interface SkillCall {
  readonly skill: string
  /** The run that it concerns: the one it names, or the one that read what it answers from. */
  readonly run: string | undefined
  readonly replyTokens: number
  readonly inputTokens: number
}

export type SkillUsage = Pick<UsageRow, 'skill' | 'calls' | 'replyTokens' | 'inputTokens'>

/** The day of a moment, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** SCU that the tokens are taken for, to two decimals: an estimate, as Microsoft publishes no rate and no usage. */
export function estimatedScu(tokens: number, { perScu }: TokenBudgets): number | undefined {
  return perScu === undefined ? undefined : Math.round(tokens / perScu * 100) / 100
}
