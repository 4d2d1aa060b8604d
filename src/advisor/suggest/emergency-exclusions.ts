import { bodyFor, patched, withAll } from './patch.ts'
import { everyoneIn, type Sample } from './people.ts'
import { named, nobody, type Proposal, type Seen } from './proposal.ts'
import { withoutStale } from './stale-references.ts'
import { counted } from '../phrases.ts'
import { declaredEmergency } from '../stale.ts'
import { membersOf } from '#src/engine/classes.ts'
import { grants } from '#src/engine/demands.ts'
import { userScope, userTruth } from '#src/engine/conditions/users.ts'
import { FALSE } from '#src/engine/truth.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** Enforced policies that block or ask something of declared emergency accounts, without them. */
export function emergencyExclusions({ compiled }: Seen): Proposal[] {
  return compiled.policies.filter(policy => policy.mode === 'enforced' && policy.workloads === null && grants(policy)).flatMap((policy): Proposal[] => {
    const read = compiled.tenant.policies[policy.index]
    const kept = read === undefined ? undefined : withoutEmergency(compiled, read)
    const fixed = kept === undefined ? undefined : withoutStale(compiled.tenant, kept) ?? kept
    if (read === undefined || fixed === undefined) return []
    const accounts = reached(compiled, read).reduce((sum, { count }) => sum + count, 0)
    const words = `exclude the declared emergency accounts from ${named(read)}`
    return [{
      kind: 'excludeEmergency', subject: policy.policy.id, severity: policy.demand.block ? 'critical' : 'high', title: `Keep emergency accounts out of ${named(read)}`,
      summary: `${words}, which is enforced and reaches ${counted(accounts, 'of them')}`.replace('1 of them', 'one of them').replace(/of thems/, 'of them'),
      policies: [policy.policy.id], steps: [{ do: 'patch', policy: policy.policy.id, body: bodyFor(fixed), words: fixed === kept ? words : `${words} and take out what the tenant does not hold` }], change: { gone: [read], come: [fixed] }, isWatched: false,
      sources: ['Microsoft guidance, emergency access accounts'], licence: [], reversible: `take the emergency accounts out of the exclusions of ${named(read)}`,
      exposed: { ...nobody, users: accounts, administrators: accounts, reasons: [`${policy.demand.block ? 'blocks' : 'restricts'} ${counted(accounts, 'emergency account')}`] },
      facts: [`policy ${policy.policy.id}`, policy.demand.block ? 'it blocks' : 'it asks for more', `${accounts} emergency accounts`]
    }]
  })
}

/** The policy with the declared emergency accounts excluded, each by its id where excluding its group does not do it, or undefined where it does not reach any. */
export function withoutEmergency(compiled: Compiled, read: ReadPolicy): ReadPolicy | undefined {
  if (reached(compiled, read).length === 0) return undefined
  const { users, groups } = declaredEmergency(compiled.tenant)
  const leave = (from: ReadPolicy, ids: readonly string[]): ReadPolicy => {
    const { users: lists } = from.policy.conditions
    return patched(from, { conditions: { users: { ...lists, excludeUsers: withAll(lists.excludeUsers, ids), excludeGroups: withAll(lists.excludeGroups, groups) } } })
  }
  const fixed = leave(read, users)
  const rest = reached(compiled, fixed).flatMap(({ user }) => [...membersOf(compiled.classes, compiled.classes.of[user] ?? 0)]).map(user => compiled.tenant.users.at(user).id)
  return rest.length === 0 ? fixed : leave(fixed, rest)
}

function reached(compiled: Compiled, { policy }: ReadPolicy): Sample[] {
  const emergency = everyoneIn(compiled).filter(({ isEmergency }) => isEmergency)
  if (emergency.length === 0) return []
  const scope = userScope(policy.conditions.users, compiled.memberships)
  return emergency.filter(({ subject }) => userTruth(scope, subject) !== FALSE)
}
