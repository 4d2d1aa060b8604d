import { Type } from 'typebox'
import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Run } from '#src/domain/run.ts'
import { severities } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { count, fitting, short } from './reply.ts'
import { personOf } from './names.ts'
import { newsWords } from './news-words.ts'
import type { Snapshot } from './ports.ts'

/** What of a tenant a caller watches. */
export const monitorable = ['users', 'apps'] as const

/** The members that tell how a run stands and what it found. */
export const optimizationMembers = {
  state: Type.String({ description: 'queued, running, finished, failed or cancelled.' }), runId: Type.String(),
  progress: Type.String({ description: 'The step under way, with how far it is.' }),
  startedAt: Type.String(), startedBy: Type.String({ description: 'User principal name, or the object id.' }), finishedAt: Type.String(),
  met: Type.Integer({ description: 'Requirements met.' }), gaps: Type.Integer({ description: 'Requirements with a gap.' }),
  unknown: Type.Integer({ description: 'Requirements that cannot be decided.' }), notApplicable: Type.Integer(),
  findings: Type.Integer(), suggestions: Type.Integer(),
  news: Type.String({ description: 'What is new since the reading before, and who changed it.' }),
  requirements: Type.Array(Type.Object({
    id: Type.String(), severity: Type.String(), status: Type.String(), uncoveredUsers: Type.Integer(), uncoveredApps: Type.Integer(),
    reason: Type.String()
  }))
}

/** How a run stands, flat. */
export function runWords({ id, state, step, done, total, error }: Run) {
  const isUnderWay = state === 'running' || state === 'queued'
  const progress = step === null || !isUnderWay ? state : `${step}${total === null ? '' : ` ${done} of ${total}`}`
  return { runId: id, state, progress: error === null ? progress : `${progress}: ${short(error, 200)}` }
}

/** When and by whom a run was started, and when it ended. */
export function runTimes({ startedAt, startedBy, finishedAt }: Run, tenant: Tenant | undefined) {
  return { startedAt, startedBy: personOf(tenant, startedBy), ...finishedAt === null ? {} : { finishedAt } }
}

/** What the analysis of a snapshot says: totals, and the requirements that are open, the worst first. */
export function optimizationWords({ analysis, news }: Snapshot, monitored: readonly string[] = monitorable) {
  const withStatus = (status: RequirementResult['status']): RequirementResult[] =>
    analysis.requirements.filter(result => result.status === status)
  const watched = withStatus('gap').filter(({ uncoveredUsers, uncoveredApps }) =>
    (monitored.includes('users') && uncoveredUsers.count > 0) ||
    (monitored.includes('apps') && (uncoveredApps.count > 0 || uncoveredApps.anyOther)))
  const open = [...watched.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)), ...withStatus('unknown')]
  return {
    met: withStatus('met').length, gaps: watched.length, unknown: withStatus('unknown').length,
    notApplicable: withStatus('notApplicable').length,
    findings: analysis.findings.length, suggestions: analysis.suggestions.length,
    news: short(newsWords(news), 500),
    requirements: fitting(open.slice(0, 10).map(({ id, severity, status, uncoveredUsers, uncoveredApps, reason }) => ({
      id, severity, status, uncoveredUsers: uncoveredUsers.count, uncoveredApps: uncoveredApps.count, reason: short(reason, 140)
    })), 1700)
  }
}

/** The totals in a sentence. */
export function optimizationSentence({ met, gaps, unknown, suggestions }: ReturnType<typeof optimizationWords>): string {
  return `${count(gaps, 'requirement')} with a gap, ${met} met, ${unknown} not decidable; ${count(suggestions, 'suggestion')}.`
}
