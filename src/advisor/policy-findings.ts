import { accountsIn, counted, listed } from './phrases.ts'
import { several } from './several.ts'
import type { PolicyAnalysis } from '#src/engine/analyse/analyse.ts'
import { recompile, type Compiled, type CompiledPolicy } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Consolidation } from '#src/engine/analyse/consolidate.ts'
import type { LeftOut } from '#src/engine/analyse/exclusions.ts'
import type { Implied } from '#src/engine/analyse/implied.ts'
import type { Ready } from '#src/engine/analyse/ready.ts'
import type { GapRegion } from '#src/engine/gap-region.ts'
import type { Finding } from '#src/domain/finding.ts'

/** More accounts than this part of those included, left out without another policy that makes up, are too many. */
const mostLeftOut = 0.05

/** What the policies are worth beside each other, as findings. */
export function policyFindings(compiled: Compiled, { vacuous, implied, unsatisfiable, leftOut, ready, consolidations }: PolicyAnalysis): Finding[] {
  return [
    ...lockoutRisk(compiled),
    ...vacuous.map(({ policy, reason }): Finding => ({ ...about('vacuous', policy), severity: 'medium', summary: `${named(policy)} never matters: ${reason}` })),
    ...implied.map(impliedFinding),
    ...unsatisfiable.map(({ policy, clause, platforms }): Finding => ({
      ...about('unsatisfiable', policy, clause.join('+')), severity: 'medium',
      summary: `${named(policy)} asks for ${clause.map(control => `\`${control}\``).join(' or ')}, which nobody can meet on ${listed(platforms)}: it blocks there`
    })),
    ...leftOut.flatMap(leftOutFinding), ...ready.flatMap(found => readyFinding(compiled, found)), ...consolidations.map(found => consolidationFinding(compiled, found))
  ]
}

type About = Pick<Finding, 'id' | 'kind' | 'policies'>

function about(kind: Finding['kind'], policy: CompiledPolicy, part?: string): About {
  const { id } = policy.policy
  return { id: `${kind}:${id}${part === undefined ? '' : `:${part}`}`, kind, policies: [id] }
}

function named({ policy }: CompiledPolicy): string {
  return `policy \`${policy.displayName}\``
}

function lockoutRisk(compiled: Compiled): Finding[] {
  const { status, summary } = lockoutIn(compiled)
  return status === 'locked' ? [{ id: 'lockoutRisk', kind: 'lockoutRisk', severity: 'critical', policies: [], summary: `as the tenant stands, ${summary}` }] : []
}

function impliedFinding({ kind, policy, by }: Implied): Finding {
  const names = listed(by.map(other => `\`${other.policy.displayName}\``).sort())
  const words = {
    shadowed: `${named(policy)} changes no outcome: ${names} demands as much wherever it applies`,
    redundant: `${named(policy)} changes no outcome: ${names} together demand as much wherever it applies`,
    overridden: `${named(policy)} never decides: ${names} ${by.length === 1 ? 'blocks' : 'block'} every sign-in that it applies to`
  }
  return { ...about(kind, policy), severity: kind === 'overridden' ? 'medium' : 'low', summary: words[kind], by: by.map(other => other.policy.id).sort() }
}

function leftOutFinding({ policy, included, excluded, uncompensated }: LeftOut): Finding[] {
  if (uncompensated.count <= included.count * mostLeftOut) return []
  return [{
    ...about('excessiveExclusions', policy), severity: 'medium', users: uncompensated.count,
    summary: `${named(policy)} leaves out ${excluded.count} of ${counted(included.count, 'account')} that it includes; for ${uncompensated.count} no other policy makes up`
  }]
}

/** Only where turning the policy on is proven to lock nobody out. */
function readyFinding(compiled: Compiled, { policy, newlyBlocked, newlyChallenged, changesNothing }: Ready): Finding[] {
  const policies = compiled.tenant.policies.map((read, index) => index === policy.index ? { ...read, policy: { ...read.policy, state: 'enabled' } } : read)
  if (lockoutIn(recompile(compiled, policies)).status !== 'safe') return []
  const effects = [
    ...newlyBlocked.count > 0 ? [`blocks sign-ins of ${counted(newlyBlocked.count, 'account')}`] : [],
    ...newlyChallenged.count > 0 ? [`asks more of ${counted(newlyChallenged.count, 'account')}`] : []
  ]
  const effect = changesNothing ? 'that changes no outcome' : effects.length === 0 ? 'that changes session controls only' : `that ${effects.join(' and ')}`
  return [{
    ...about('readyToEnforce', policy), severity: 'low', users: Math.max(newlyBlocked.count, newlyChallenged.count),
    summary: `report-only ${named(policy)} can be turned on: nothing about it is unknown, nobody is locked out, and ${effect}`
  }]
}

function consolidationFinding({ tenant }: Compiled, { policies, body, stricter, looser }: Consolidation): Finding {
  const ids = policies.map(({ policy }) => policy.id).sort()
  const names = listed(policies.map(({ policy }) => `\`${policy.displayName}\``).sort())
  const differences = [...stricter.map(region => difference('stricter', region)), ...looser.map(region => difference('looser', region))]
  const most = (regions: readonly GapRegion[]): string => accountsIn(Math.max(0, ...regions.map(({ users }) => users.count)), tenant.users.read)
  const asks = [
    ...stricter.length > 0 ? [`ask more of ${most(stricter)}`] : [], ...looser.length > 0 ? [`ask less of ${most(looser)}`] : []
  ]
  const proof = asks.length === 0 ? 'proven to change no outcome' : `which would ${asks.join(' and ')}, exactly as listed`
  return {
    id: `consolidatable:${several(ids)}`, kind: 'consolidatable', severity: 'low', policies: ids,
    summary: `${policies.length} policies, ${names}, can be one: ${proof}`, body, differences
  }
}

function difference(change: 'stricter' | 'looser', { users, externals, words, witness }: GapRegion): NonNullable<Finding['differences']>[number] {
  return { change, users: users.count, words: users.count === 0 && externals[0] !== undefined ? `${words}, for ${externals[0]}` : words, witness }
}
