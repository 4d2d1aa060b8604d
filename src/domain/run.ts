import { Type, type Static } from 'typebox'
import { News } from './news.ts'
import { literals, nullable } from './schema.ts'

const runStates = ['queued', 'running', 'finished', 'failed', 'cancelled'] as const
export const runSteps = ['collect', 'load', 'analyse', 'record'] as const

/** One execution of the whole optimization. `done` of `total` is the progress of the current step, where it can be counted. */
export const Run = Type.Object({
  id: Type.String(), state: literals(runStates), trigger: literals(['skill', 'hand', 'schedule']),
  startedBy: Type.String(), startedAt: Type.String(), finishedAt: nullable(Type.String()),
  step: nullable(literals(runSteps)), done: Type.Integer(), total: nullable(Type.Integer()),
  snapshotId: nullable(Type.String()), error: nullable(Type.String()),
  news: Type.Optional(News)
})

export type Run = Static<typeof Run>
export type RunStep = typeof runSteps[number]
