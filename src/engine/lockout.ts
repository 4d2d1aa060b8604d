import { membersOf } from './classes.ts'
import { evaluate } from './evaluate.ts'
import { wordsOf } from './gap-region.ts'
import { leftOver, type Cover } from './gaps.ts'
import { memberTruth } from './membership.ts'
import { isEmergency } from './accepted.ts'
import { compile, type Compiled, type CompiledPolicy } from './compile.ts'
import { classRow } from './sign-in-rows.ts'
import { conditionsOf, exampleIn, reachOf, scopeBox, spaceOf } from './space.ts'
import { targetClasses } from './targets.ts'
import { FALSE, TRUE } from './truth.ts'
import type { AdministratorWay, Lockout } from '#src/domain/draft.ts'
import type { SignInConditions } from '#src/domain/sign-in.ts'
import { directoryRoles } from '#src/domain/operator.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** Where policies are managed: the Azure portal, which carries the Entra admin center (reference section 2.3). */
const managementApps: string[] = ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c']
const undoing = [directoryRoles.globalAdministrator, directoryRoles.securityAdministrator, directoryRoles.conditionalAccessAdministrator]
const calm = {
  clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'], signInRiskLevels: ['none'], userRiskLevels: ['none'], insiderRiskLevels: ['none'],
  transferMethods: ['none']
}

type Way = AdministratorWay['way']

/** One class of accounts with the ways in that it has left. */
interface Entry {
  readonly name: number
  readonly kind: AdministratorWay['kind']
  readonly way: Way
  readonly when: string
  readonly controls: string
}

/** Whether a tenant's people can still sign in to manage policies: see `lockoutIn`. */
export function lockout(tenant: Tenant): Lockout {
  return lockoutIn(compile(tenant))
}

/**
 * Whether the declared emergency accounts, and at least one other administrator who can undo a change, can still sign in to
 * manage policies; and for each of them under which conditions, and with what. An emergency account must get in without a
 * managed device; an administrator without being blocked.
 */
export function lockoutIn(compiled: Compiled): Lockout {
  const emergency = classesOf(compiled, user => isEmergency(compiled, user))
  const admins = classesOf(compiled, user => !isEmergency(compiled, user) && undoing.some(role => memberTruth(compiled.memberships.role(role), user) === TRUE))
  const ways = [...waysIn(compiled, emergency, 'emergency', needsDevice), ...waysIn(compiled, admins, 'administrator', policy => policy.demand.block)]
  const candidates = emergency.length === 0 ? candidatesIn(compiled) : []
  return { ...verdictOf(compiled.tenant, ways, candidates), candidates, accounts: ways.flatMap(entry => accountsOf(compiled, entry)) }
}

function verdictOf(tenant: Tenant, ways: readonly Entry[], candidates: readonly string[]): Pick<Lockout, 'status' | 'summary'> {
  const [emergency, administrators] = (['emergency', 'administrator'] as const).map(kind => ways.filter(entry => entry.kind === kind).map(({ way }) => way))
  if (emergency === undefined || emergency.length === 0) {
    const why = isDeclared(tenant) ? 'no declared emergency account is an enabled account of the tenant' : 'no emergency accounts are declared'
    const could = candidates.length > 0 ? `; ${candidates.length} account${candidates.length === 1 ? '' : 's'} could be meant` : ''
    return { status: 'undetermined', summary: `${why}${could}` }
  }
  if (emergency.includes('closed')) return { status: 'locked', summary: 'an emergency account could not sign in to manage policies' }
  if (administrators?.includes('open') !== true) {
    return { status: administrators?.includes('unknown') === true ? 'undetermined' : 'locked', summary: 'no other administrator is sure to sign in to undo the change' }
  }
  if (emergency.includes('unknown')) return { status: 'undetermined', summary: 'whether every emergency account can sign in depends on facts that are not known' }
  return { status: 'safe', summary: 'every emergency account and at least one administrator can still sign in to manage policies' }
}

function accountsOf({ classes, tenant }: Compiled, { name, ...entry }: Entry): AdministratorWay[] {
  return [...membersOf(classes, name)].map(user => ({ user: tenant.users.at(user).id, kind: entry.kind, way: entry.way, when: entry.when, controls: entry.controls }))
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

/** For each class, the ordinary sign-ins to manage policies that stay free of the obstacles, and what they ask for. */
function waysIn(compiled: Compiled, names: readonly number[], kind: Entry['kind'], obstacle: (policy: CompiledPolicy) => boolean): Entry[] {
  const policies = compiled.policies.filter(policy => (policy.mode === 'enforced' || policy.mode === 'unknown') && obstacle(policy))
  const space = spaceOf(compiled, policies)
  const targets = targetClasses(compiled, policies, managementApps)
  const covers = policies.map((policy, position): Cover => ({
    strength: TRUE, ...reachOf(compiled, space, policy),
    users: name => classRow(compiled, name)[policy.index] ?? FALSE, targets: target => targets[target]?.truths[position] ?? FALSE
  }))
  const box = scopeBox(space, calm, undefined) ?? space.full
  return names.map((name): Entry => {
    const { open, possible } = leftOver({ box, targets: targets.length, certain: [name], possible: [name] }, covers)
    const way = open.length > 0 ? 'open' : possible.length > 0 ? 'unknown' : 'closed'
    const boxes = (open.length > 0 ? open : possible).flatMap(left => left.boxes)
    const [first] = boxes
    return {
      name, kind, way, when: boxes.map(left => wordsOf(conditionsOf(space, left, box))).join('; or '),
      controls: first === undefined ? '' : controlsAt(compiled, name, exampleIn(space, first))
    }
  })
}

/** What one sign-in of a class to manage policies must meet. */
function controlsAt(compiled: Compiled, name: number, signInConditions: SignInConditions): string {
  const userId = compiled.tenant.users.at(membersOf(compiled.classes, name)[0] ?? 0).id
  const { outcome } = evaluate(compiled, { signInIdentity: { userId }, signInContext: { includeApplications: managementApps }, signInConditions })
  return outcome.controls.map(clause => clause.length === 1 ? clause.join('') : `(${clause.join(' OR ')})`).join(' AND ')
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
