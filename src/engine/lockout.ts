import { leftOver, type Cover } from './gaps.ts'
import { memberTruth } from './membership.ts'
import { isEmergency } from './population.ts'
import { compile, type Compiled, type CompiledPolicy } from './compile.ts'
import { classRow } from './sign-in-rows.ts'
import { reachOf, scopeBox, spaceOf } from './space.ts'
import { targetClasses } from './targets.ts'
import { FALSE, TRUE } from './truth.ts'
import type { Lockout } from '#src/domain/draft.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Where policies are managed: the Azure portal, which carries the Entra admin center (reference section 2.3). */
const managementApps = ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c']
const undoing = [directoryRoles.globalAdministrator, directoryRoles.securityAdministrator, directoryRoles.conditionalAccessAdministrator]
const calm = {
  clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'], signInRiskLevels: ['none'], userRiskLevels: ['none'], insiderRiskLevels: ['none'],
  transferMethods: ['none']
}

type Way = 'open' | 'closed' | 'unknown'

/**
 * Whether the declared emergency accounts, and at least one other administrator who can undo a change, can still sign in to
 * manage policies. An emergency account must get in without a managed device; an administrator without being blocked.
 */
export function lockout(tenant: Tenant): Lockout {
  const compiled = compile(tenant)
  const emergency = classesOf(compiled, user => isEmergency(compiled, user))
  const admins = classesOf(compiled, user => !isEmergency(compiled, user) && undoing.some(role => memberTruth(compiled.memberships.role(role), user) === TRUE))
  if (emergency.length === 0) {
    const candidates = candidatesIn(compiled)
    const why = isDeclared(tenant) ? 'no declared emergency account is an enabled account of the tenant' : 'no emergency accounts are declared'
    const could = candidates.length > 0 ? `; ${candidates.length} account${candidates.length === 1 ? '' : 's'} could be meant` : ''
    return { status: 'undetermined', candidates, summary: `${why}${could}` }
  }
  const ways = wayIn(compiled, emergency, needsDevice)
  const adminWays = wayIn(compiled, admins, policy => policy.demand.block)
  if (ways.includes('closed')) return { status: 'locked', candidates: [], summary: 'an emergency account could not sign in to manage policies' }
  if (!adminWays.includes('open')) {
    return { status: adminWays.includes('unknown') ? 'undetermined' : 'locked', candidates: [], summary: 'no other administrator is sure to sign in to undo the change' }
  }
  if (ways.includes('unknown')) return { status: 'undetermined', candidates: [], summary: 'whether every emergency account can sign in depends on facts that are not known' }
  return { status: 'safe', candidates: [], summary: 'every emergency account and at least one administrator can still sign in to manage policies' }
}

function isDeclared({ settings: { emergencyAccess } }: Tenant): boolean {
  return (emergencyAccess?.users ?? []).length + (emergencyAccess?.groups ?? []).length > 0
}

function classesOf(compiled: Compiled, test: (user: number) => boolean): number[] {
  const { classes, tenant } = compiled
  const names: number[] = []
  for (let name = 0; name < classes.count; name++) {
    const user = classes.order[classes.starts[name] ?? 0] ?? 0
    if (tenant.users.isEnabled(user) && test(user)) names.push(name)
  }
  return names
}

/** A demand that a person alone, on any device, cannot meet. */
function needsDevice({ demand }: CompiledPolicy): boolean {
  const personal = (name: string): boolean => name === 'mfa' || name.startsWith('authenticationStrength:') || name.startsWith('termsOfUse:')
  return demand.block || demand.clauses.some(clause => !clause.some(personal))
}

/** For each class, whether some ordinary sign-in to manage policies stays free of the obstacles. */
function wayIn(compiled: Compiled, names: readonly number[], obstacle: (policy: CompiledPolicy) => boolean): Way[] {
  const policies = compiled.policies.filter(policy => (policy.mode === 'enforced' || policy.mode === 'unknown') && obstacle(policy))
  const space = spaceOf(compiled, policies)
  const targets = targetClasses(compiled, policies, managementApps)
  const covers = policies.map((policy, position): Cover => ({
    strength: TRUE, ...reachOf(compiled, space, policy),
    users: name => classRow(compiled, name)[policy.index] ?? FALSE, targets: target => targets[target]?.truths[position] ?? FALSE
  }))
  const box = scopeBox(space, calm, undefined) ?? space.full
  return names.map(name => {
    const left = leftOver({ box, targets: targets.length, certain: [name], possible: [name] }, covers)
    return left.open.length > 0 ? 'open' : left.possible.length > 0 ? 'unknown' : 'closed'
  })
}

/** Active Global Administrators, not synchronized, whom an enforced policy for everyone leaves out: up to ten object ids. */
function candidatesIn(compiled: Compiled): string[] {
  const { tenant } = compiled
  const everyone = compiled.policies.filter(policy => policy.mode === 'enforced' && policy.users.include.ids.has('all'))
  const names = classesOf(compiled, user => memberTruth(compiled.memberships.role(directoryRoles.globalAdministrator), user) === TRUE)
    .filter(name => everyone.some(policy => classRow(compiled, name)[policy.index] === FALSE))
  return names.flatMap(name => [...compiled.classes.order.subarray(compiled.classes.starts[name], compiled.classes.starts[name + 1])])
    .map(user => tenant.users.at(user)).filter(user => user.accountEnabled && !user.isSynced).map(user => user.id).slice(0, 10)
}
