import { applicationTarget, targetTruth, type Target } from './conditions/resources.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { SignInContext } from '#src/domain/sign-in.ts'

/** Targets that the policies in question do not tell apart. `anyOther` marks the application that stands for all others. */
export interface TargetClass {
  readonly appIds: readonly string[]
  readonly anyOther: boolean
  readonly named: readonly Target[]
  /** Truth of each policy's resource condition, in the order of the policies given. */
  readonly truths: Uint8Array
}

const keywords = new Set(['all', 'none', 'office365', 'microsoftadminportals', 'allagentidresources'])

/**
 * The applications of the tenant, those that policies name though the tenant does not hold them, and any other, in classes.
 * With `only`, those applications alone.
 */
export function targetClasses(compiled: Compiled, policies: readonly CompiledPolicy[], only: readonly string[] | null): TargetClass[] {
  const { tenant } = compiled
  const appIds = only ?? [...tenant.apps.list.map(app => app.appId), ...foreignIds(compiled, policies)]
  const targets: Target[] = [...new Set(appIds)].map(appId => applicationTarget(appId, tenant))
  return classed(compiled, policies, only === null ? [...targets, otherTarget(compiled)] : targets)
}

/** Every application, and the user actions and authentication contexts that the policies name. */
export function everyTarget(compiled: Compiled, policies: readonly CompiledPolicy[]): TargetClass[] {
  const actions = new Set(policies.flatMap(({ resources }) => [...resources.actions]))
  const contexts = new Set(policies.flatMap(({ resources }) => [...resources.contexts]))
  const named: Target[] = [...[...actions].map((action): Target => ({ kind: 'userAction', action })),
    ...[...contexts].map((id): Target => ({ kind: 'authenticationContext', id }))]
  return [...targetClasses(compiled, policies, null), ...classed(compiled, policies, named)]
}

function classed(compiled: Compiled, policies: readonly CompiledPolicy[], targets: readonly Target[]): TargetClass[] {
  const other = anotherApplication(compiled)
  const classes = new Map<string, { appIds: string[], anyOther: boolean, named: Target[], truths: Uint8Array }>()
  for (const target of targets) {
    const truths = Uint8Array.from(policies, policy => targetTruth(policy.resources, target, compiled.tenant))
    const key = truths.join('')
    const found = classes.get(key) ?? { appIds: [], anyOther: false, named: [], truths }
    if (target.kind !== 'application') found.named.push(target)
    else if (target.appId === other) found.anyOther = true
    else found.appIds.push(target.app?.appId ?? target.appId)
    classes.set(key, found)
  }
  return [...classes.values()]
}

/** AppIds that policies name and the tenant does not hold. What cannot be an id, such as a placeholder, is left out. */
function foreignIds(compiled: Compiled, policies: readonly CompiledPolicy[]): string[] {
  const named = new Set(policies.flatMap(({ resources }) => [...resources.include, ...resources.exclude]))
  return [...named].filter(id => !keywords.has(id) && /^[\w.-]+$/.test(id) && compiled.tenant.apps.indexOfAppId(id) < 0).sort()
}

function otherTarget(compiled: Compiled): Target {
  return { kind: 'application', appId: anotherApplication(compiled), app: undefined }
}

/** An appId that nobody names: it stands for every application that the tenant does not hold. */
export function anotherApplication(compiled: Compiled): string {
  const taken = (id: string): boolean => compiled.tenant.apps.indexOfAppId(id) >= 0 ||
    compiled.policies.some(({ resources }) => resources.include.has(id) || resources.exclude.has(id))
  for (let number = 0; ; number++) {
    const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, 'a')}`
    if (!taken(id)) return id
  }
}

/** The context of a sign-in to one member of the classes. */
export function contextOf(compiled: Compiled, classes: readonly TargetClass[]): SignInContext {
  const appId = classes.flatMap(found => found.appIds)[0] ?? (classes.some(found => found.anyOther) ? anotherApplication(compiled) : undefined)
  if (appId !== undefined) return { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [appId] }
  const named = classes.flatMap(found => found.named)[0]
  if (named?.kind === 'userAction') return { '@odata.type': '#microsoft.graph.userActionContext', userAction: graphAction(named.action) }
  return { '@odata.type': '#microsoft.graph.authContext', authenticationContextValue: named?.kind === 'authenticationContext' ? named.id : '' }
}

function graphAction(action: string): string {
  return action === 'urn:user:registersecurityinfo' ? 'registerSecurityInformation' : action === 'urn:user:registerdevice' ? 'registerOrJoinDevices' : action
}
