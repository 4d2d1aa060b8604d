import type { Target } from './conditions/resources.ts'
import type { TargetAtom } from './target-atoms.ts'
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

/**
 * The applications of the tenant, those that policies name though the tenant does not hold them, and any other, in classes.
 * With `only`, those applications alone.
 */
export function targetClasses({ targets }: Compiled, policies: readonly CompiledPolicy[], only: readonly string[] | null): TargetClass[] {
  if (only === null) return classed(targets.list.filter(({ target }) => target.kind === 'application' && isInQuestion(target, policies, targets.anotherId)), policies)
  const chosen = Map.groupBy(new Set(only), appId => targets.atomOf(appId))
  return classed([...chosen].flatMap(([atom, appIds]) => atom === undefined ? [] : [{ ...atom, appIds, anyOther: false }]), policies)
}

/** An application that the tenant does not hold is one of the others, unless a policy in question names it. */
function isInQuestion(target: Target & { kind: 'application' }, policies: readonly CompiledPolicy[], anotherId: string): boolean {
  return target.app !== undefined || target.appId === anotherId || policies.some(({ resources }) => resources.include.has(target.appId) || resources.exclude.has(target.appId))
}

/** Every application, and the user actions and authentication contexts that the policies name. */
export function everyTarget(compiled: Compiled, policies: readonly CompiledPolicy[]): TargetClass[] {
  const named = compiled.targets.list.filter(({ target }) => policies.some(({ resources }) =>
    target.kind === 'userAction' ? resources.actions.has(target.action) : target.kind === 'authenticationContext' && resources.contexts.has(target.id)))
  return [...targetClasses(compiled, policies, null), ...classed(named, policies)]
}

function classed(atoms: readonly TargetAtom[], policies: readonly CompiledPolicy[]): TargetClass[] {
  const classes = new Map<string, { appIds: string[], anyOther: boolean, named: Target[], truths: Uint8Array }>()
  for (const atom of atoms) {
    const truths = Uint8Array.from(policies, ({ index }) => atom.truths[index] ?? 0)
    const key = truths.join('')
    const found = classes.get(key) ?? { appIds: [], anyOther: false, named: [], truths }
    if (atom.target.kind !== 'application') found.named.push(atom.target)
    found.anyOther ||= atom.anyOther
    for (const appId of atom.appIds) found.appIds.push(appId)
    classes.set(key, found)
  }
  return [...classes.values()]
}

/** The context of a sign-in to one member of the classes: one of the applications in them, where there are any. */
export function contextOf({ targets }: Compiled, classes: readonly TargetClass[], apps: { readonly appIds: readonly string[], readonly anyOther: boolean }): SignInContext {
  const appId = apps.appIds[0] ?? (apps.anyOther ? targets.anotherId : undefined)
  if (appId !== undefined) return { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [appId] }
  const named = classes.flatMap(found => found.named)[0]
  if (named?.kind === 'userAction') return { '@odata.type': '#microsoft.graph.userActionContext', userAction: graphAction(named.action) }
  return { '@odata.type': '#microsoft.graph.authContext', authenticationContextValue: named?.kind === 'authenticationContext' ? named.id : '' }
}

function graphAction(action: string): string {
  return action === 'urn:user:registersecurityinfo' ? 'registerSecurityInformation' : action === 'urn:user:registerdevice' ? 'registerOrJoinDevices' : action
}
