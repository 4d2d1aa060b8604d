import { draftFor } from './draft.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'

const order = ['critical', 'high', 'medium', 'low']

/**
 * One suggestion for each gap, ranked by severity, then by how many users are exposed, then by how many applications: create the
 * requirement's policy in report-only mode. Standing report-only policies that would cover part of it are named.
 */
export function suggestionsOf(compiled: Compiled, coverages: readonly Coverage[]): Suggestion[] {
  return coverages.filter(judged => judged.status === 'gap').sort(byExposure).map((judged, index) => suggestionOf(compiled, judged, index + 1))
}

function byExposure(a: Coverage, b: Coverage): number {
  return order.indexOf(a.requirement.severity) - order.indexOf(b.requirement.severity) ||
    b.uncoveredUsers.count - a.uncoveredUsers.count || b.uncoveredApps.count - a.uncoveredApps.count
}

function suggestionOf(compiled: Compiled, judged: Coverage, rank: number): Suggestion {
  const { requirement, uncoveredUsers, uncoveredApps, wouldCover, gaps } = judged
  const draft = draftFor(compiled, requirement)
  const standing = compiled.tenant.policies.filter(({ policy }) => wouldCover.includes(policy.id)).map(({ policy }) => `\`${policy.displayName}\``)
  return {
    id: `${requirement.id}:createPolicy`, kind: 'createPolicy', requirement: requirement.id, severity: requirement.severity,
    title: requirement.title,
    summary: `create \`${draft.body.displayName}\` in report-only mode; ${draft.effect.summary}` +
      (standing.length > 0 ? `; report-only ${standing.join(', ')} would already cover part of it` : ''),
    rank,
    reasons: [
      `severity ${requirement.severity}`,
      `${uncoveredUsers.count} of ${judged.users} users are exposed`,
      `${uncoveredApps.count} application${uncoveredApps.count === 1 ? '' : 's'}${uncoveredApps.anyOther ? ' and any other' : ''}`,
      gaps[0]?.words === 'always' ? 'under every condition' : `under the condition: ${gaps[0]?.words ?? ''}`
    ],
    policies: [...wouldCover], body: draft.body, effect: draft.effect, lockout: draft.lockout, source: requirement.source.name,
    licence: requirement.licence.map(({ name }) => name)
  }
}
