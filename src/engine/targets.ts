import { appGroups, applicationTarget, declaredIn, groupTruth, resourceTruth, targetTruth, type AppGroup, type Scopes, type Target } from './conditions/resources.ts'
import { FALSE, UNKNOWN } from './truth.ts'
import { reachedIn, type Reached } from './gaps.ts'
import type { TargetAtom } from './target-atoms.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { SignInContext } from '#src/domain/sign-in.ts'

/** Targets that the policies in question do not tell apart. `anyOther` marks the application that stands for all others. */
export interface TargetClass {
  readonly appIds: readonly string[]
  readonly anyOther: boolean
  readonly named: readonly Target[]
  /** One target of each atom in the class. */
  readonly members: readonly Target[]
  /** What the request asks for, where that is part of what tells the class from others (C14). */
  readonly scopes: Scopes | undefined
  /** Truth of each policy's resource condition, in the order of the policies given. */
  readonly truths: Uint8Array
  /** Whether it is sure that the class belongs to the targets asked for. */
  readonly isCertain: boolean
}

/** What a requirement is about; requests for baseline scopes only where it is declared how the tenant treats them. */
export function scopeTargets(compiled: Compiled, policies: readonly CompiledPolicy[], { applications, userActions }: Requirement): TargetClass[] {
  if (userActions !== undefined) return classed(userActions.map(action => actionAtom(compiled, policies, action.toLowerCase())), policies)
  if (applications === null) {
    const isDeclared = (compiled.tenant.settings.baselineScopes ?? 'unknown') !== 'unknown'
    return [...targetClasses(compiled, policies, null), ...isDeclared ? narrowClasses(compiled, policies) : []]
  }
  const groups = groupsIn(applications)
  const ids = [...applications.filter(id => groupsIn([id]).length === 0), ...groups.flatMap(group => declaredIn(group, compiled.tenant))]
  return [...targetClasses(compiled, policies, ids), ...groups.flatMap(group => perhapsIn(compiled, policies, group))]
}

/** Whether a requirement may be about an application. */
export function mayConcern({ tenant }: Compiled, { applications }: Requirement, appId: string): boolean {
  return applications === null || applications.some(id => id.toLowerCase() === appId.toLowerCase()) ||
    groupsIn(applications).some(group => groupTruth(group, applicationTarget(appId, tenant), tenant) !== FALSE)
}

/** The groups that the list names by their keywords. */
export function groupsIn(applications: readonly string[] | null): AppGroup[] {
  return appGroups.filter(group => applications?.some(id => id.toLowerCase() === group) ?? false)
}

function actionAtom({ every, tenant }: Compiled, policies: readonly CompiledPolicy[], action: string): TargetAtom {
  const target = { kind: 'userAction', action } as const
  const truths = new Uint8Array(every.length)
  for (const { index, resources } of policies) truths[index] = targetTruth(resources, target, tenant)
  return { target, appIds: [], anyOther: false, groups: [], truths }
}

/**
 * The applications that may be in a group, judged as if they were: one that is not is out of the question. Where none is known to be in
 * it there is one more class, for the member that it surely has: a policy reaches that as far as it may reach any that could be it.
 */
function perhapsIn({ targets, tenant }: Compiled, policies: readonly CompiledPolicy[], group: AppGroup): TargetClass[] {
  const candidates = targets.list.flatMap(atom => {
    const { target } = atom
    if (target.kind !== 'application' || !isInQuestion(atom, policies, targets.anotherId) || groupTruth(group, target, tenant) !== UNKNOWN) return []
    const truths = atom.truths.slice()
    const supposed = { ...target, supposedIn: group }
    for (const { index, resources } of policies) if (resources.include.has(group) || resources.exclude.has(group)) truths[index] = targetTruth(resources, supposed, tenant)
    return [{ atom, supposed: { ...atom, target: supposed, truths } }]
  })
  const classes = classed(candidates.map(({ supposed }) => supposed), policies).map(found => ({ ...found, isCertain: false }))
  if (candidates.length === 0 || declaredIn(group, tenant).length > 0) return classes
  const some = Uint8Array.from(policies, ({ index }) => Math.max(...candidates.flatMap(({ atom, supposed }) => [atom.truths[index] ?? 0, supposed.truths[index] ?? 0])))
  return [{ appIds: [], anyOther: true, named: [], members: [], scopes: undefined, truths: some, isCertain: true }, ...classes]
}

/**
 * The applications of the tenant, those that policies name though the tenant does not hold them, and any other, in classes.
 * With `only`, those applications alone.
 */
export function targetClasses({ targets }: Compiled, policies: readonly CompiledPolicy[], only: readonly string[] | null): TargetClass[] {
  if (only === null) return classed(targets.list.filter(atom => isInQuestion(atom, policies, targets.anotherId)), policies)
  const chosen = Map.groupBy(new Set(only), appId => targets.atomOf(appId))
  return classed([...chosen].flatMap(([atom, appIds]) => atom === undefined ? [] : [{ ...atom, appIds, anyOther: false }]), policies)
}

/** An application that the tenant does not hold is one of the others, unless a policy in question names it, or a keyword that stands for it. */
function isInQuestion({ target, groups }: TargetAtom, policies: readonly CompiledPolicy[], anotherId: string): boolean {
  if (target.kind !== 'application') return false
  return target.app !== undefined || target.appId === anotherId || policies.some(({ resources: { include, exclude } }) => [target.appId, ...groups].some(name => include.has(name) || exclude.has(name)))
}

const narrowRequests: readonly Scopes[] = [{ requested: ['openid'], publicClient: false }, { requested: ['User.Read'], publicClient: true }]

/** Requests for baseline scopes only, to the applications for which some policy treats them apart (C14). */
function narrowClasses(compiled: Compiled, policies: readonly CompiledPolicy[]): TargetClass[] {
  return narrowRequests.flatMap(scopes => classed(narrowAtoms(compiled, policies, scopes).filter(({ isApart }) => isApart), policies).map(found => ({ ...found, scopes })))
}

/** Such requests to the applications for which none of the policies treats them apart; one made out of several may. */
export function plainRequests(compiled: Compiled, policies: readonly CompiledPolicy[]): TargetClass[] {
  return narrowRequests.flatMap(scopes => classed(narrowAtoms(compiled, policies, scopes).filter(({ isApart }) => !isApart), policies).map(found => ({ ...found, scopes })))
}

function narrowAtoms({ targets, tenant }: Compiled, policies: readonly CompiledPolicy[], scopes: Scopes): (TargetAtom & { isApart: boolean })[] {
  if (!policies.some(({ resources }) => resources.include.has('all') && (resources.exclude.size > 0 || resources.filter?.mode === 'exclude'))) return []
  return targets.list.filter(atom => isInQuestion(atom, policies, targets.anotherId)).map(atom => {
    const truths = atom.truths.slice()
    for (const { index, resources } of policies) truths[index] = resourceTruth(resources, [atom.target], scopes, tenant)
    return { ...atom, truths, isApart: policies.some(({ index }) => truths[index] !== atom.truths[index]) }
  })
}

/** Every application, and the user actions and authentication contexts that the policies name, and requests that they treat apart. */
export function everyTarget(compiled: Compiled, policies: readonly CompiledPolicy[]): TargetClass[] {
  const named = compiled.targets.list.filter(({ target }) => policies.some(({ resources }) =>
    target.kind === 'userAction' ? resources.actions.has(target.action) : target.kind === 'authenticationContext' && resources.contexts.has(target.id)))
  return [...targetClasses(compiled, policies, null), ...classed(named, policies), ...narrowClasses(compiled, policies)]
}

const known = new WeakMap<Uint8Array, Reached>()

/** The policies that reach an atom, by their indices, worked out once. */
function reachedAt({ truths }: TargetAtom): Reached {
  const reached = known.get(truths) ?? reachedIn(truths)
  known.set(truths, reached)
  return reached
}

function classed(atoms: readonly TargetAtom[], policies: readonly CompiledPolicy[]): TargetClass[] {
  const classes = new Map<string, { appIds: string[], anyOther: boolean, named: Target[], members: Target[], scopes: undefined, truths: Uint8Array }>()
  const asked = policies.reduce((mask, { index }) => mask | 1n << BigInt(index), 0n)
  for (const atom of atoms) {
    const { sure, perhaps } = reachedAt(atom)
    const key = `${(sure & asked).toString(32)} ${(perhaps & asked).toString(32)}`
    const found = classes.get(key) ?? { appIds: [], anyOther: false, named: [], members: [], scopes: undefined, truths: Uint8Array.from(policies, ({ index }) => atom.truths[index] ?? 0) }
    if (atom.target.kind !== 'application') found.named.push(atom.target)
    found.members.push(atom.target)
    found.anyOther ||= atom.anyOther
    for (const appId of atom.appIds) found.appIds.push(appId)
    classes.set(key, found)
  }
  return [...classes.values()].map(found => ({ ...found, appIds: found.appIds.sort(), isCertain: true }))
}

/** The context of a sign-in to one member of the classes: one of the applications in them, where there are any. */
export function contextOf({ targets }: Compiled, classes: readonly TargetClass[], apps: { readonly first: string | undefined, readonly anyOther: boolean }): SignInContext {
  const appId = apps.first ?? (apps.anyOther ? targets.anotherId : undefined)
  if (appId !== undefined) return { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [appId] }
  const named = classes.flatMap(found => found.named)[0]
  if (named?.kind === 'userAction') return { '@odata.type': '#microsoft.graph.userActionContext', userAction: graphAction(named.action) }
  return { '@odata.type': '#microsoft.graph.authContext', authenticationContextValue: named?.kind === 'authenticationContext' ? named.id : '' }
}

function graphAction(action: string): string {
  return action === 'urn:user:registersecurityinfo' ? 'registerSecurityInformation' : action === 'urn:user:registerdevice' ? 'registerOrJoinDevices' : action
}
