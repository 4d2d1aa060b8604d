import type { Compiled } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { GapRegion } from '#src/engine/gap-region.ts'
import { identityAt } from '#src/engine/identity.ts'
import { whyGap } from '#src/engine/why.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'

/** A coverage as plain data, every id listed. */
export function resultOf(compiled: Compiled, judged: Coverage): RequirementResult {
  const { requirement, uncoveredUsers, uncoveredApps } = judged
  return {
    id: requirement.id, title: requirement.title, severity: requirement.severity, status: judged.status, reason: judged.reason,
    users: judged.users, acceptedUsers: judged.acceptedUsers, outsideUsers: judged.outsideUsers, eligibleUsers: judged.eligibleUsers,
    uncoveredUsers: {
      count: uncoveredUsers.count, ids: uncoveredUsers.page(0, uncoveredUsers.count).map(index => identityAt(compiled.tenant, requirement, index).id)
    },
    uncoveredApps: { count: uncoveredApps.count, appIds: [...uncoveredApps.appIds], anyOther: uncoveredApps.anyOther },
    gaps: judged.gaps.map(gap => ({ ...gapOf(gap), why: whyGap(compiled, requirement, gap.witness).sentence })), possible: judged.possible.map(gapOf),
    protectingPolicies: [...judged.protectingPolicies], wouldCover: [...judged.wouldCover], wouldLeave: judged.wouldLeave.count,
    situations: judged.situations.map(({ state, users, except }) => ({ state, users: users.count, except: except.map(({ words }) => words) }))
  }
}

function gapOf({ users, apps, conditions, words, witness }: GapRegion): Gap {
  return { users: users.count, apps: { count: apps.count, appIds: [...apps.appIds], anyOther: apps.anyOther }, conditions, words, witness }
}

/** A result with counts in place of the long lists. */
export function summarised(result: RequirementResult): RequirementResult {
  const { uncoveredUsers, uncoveredApps } = result
  const short = (gap: Gap): Gap => ({ ...gap, apps: { ...gap.apps, appIds: gap.apps.appIds.slice(0, 5) } })
  return {
    ...result, uncoveredUsers: { count: uncoveredUsers.count }, uncoveredApps: { count: uncoveredApps.count, anyOther: uncoveredApps.anyOther },
    gaps: result.gaps.slice(0, 3).map(short), possible: result.possible.slice(0, 3).map(short)
  }
}
