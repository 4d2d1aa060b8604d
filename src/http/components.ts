import { Type, type Static, type TSchema, type TUnsafe } from 'typebox'
import type { FastifyInstance } from 'fastify'
import { Analysis } from '#src/domain/analysis.ts'
import { Change } from '#src/domain/change.ts'
import { RequirementResult } from '#src/domain/coverage.ts'
import { Draft } from '#src/domain/draft.ts'
import { PlanStanding } from '#src/domain/plan.ts'
import { Problem } from '#src/domain/problem.ts'
import { Run } from '#src/domain/run.ts'
import { Suggestion } from '#src/domain/suggestion.ts'
import { Wish } from '#src/domain/wish.ts'
import { Verdict } from '#src/domain/verdict.ts'

const named = { Analysis, Change, Draft, Plan: PlanStanding, Problem, RequirementResult, Run, Suggestion, Verdict, Wish }

/** Makes the named shapes known, so that replies refer to them and the document names them. */
export function addComponents(app: FastifyInstance): void {
  for (const [$id, schema] of Object.entries(named)) app.addSchema({ ...schema, $id })
}

function ref<T extends TSchema>(id: keyof typeof named, _schema: T): TUnsafe<Static<T>> {
  return Type.Unsafe<Static<T>>({ $ref: `${id}#` })
}

export const AnalysisRef = ref('Analysis', Analysis)
export const ChangeRef = ref('Change', Change)
export const DraftRef = ref('Draft', Draft)
export const PlanRef = ref('Plan', PlanStanding)
export const RequirementResultRef = ref('RequirementResult', RequirementResult)
export const RunRef = ref('Run', Run)
export const SuggestionRef = ref('Suggestion', Suggestion)
export const VerdictRef = ref('Verdict', Verdict)
export const WishRef = ref('Wish', Wish)

/** What every operation may answer instead. */
export const otherwise = {
  default: { description: 'What went wrong, as RFC 9457 problem details.',
    content: { 'application/problem+json': { schema: ref('Problem', Problem) } } }
}
