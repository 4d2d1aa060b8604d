import { conditionsOf, exampleIn, type Space } from './space.ts'
import { contextOf, type TargetClass } from './targets.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Compiled } from './compile.ts'
import type { Left } from './gaps.ts'
import type { Box } from './region.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

/** Applications by appId, in order; `anyOther` stands for every application that the tenant does not hold. */
export interface AppSet {
  readonly count: number
  readonly appIds: readonly string[]
  readonly anyOther: boolean
}

/** A set of sign-ins with one of them: every user of `users`, to every application of `apps`, under the conditions. */
export interface GapRegion {
  readonly users: UserSet
  readonly apps: AppSet
  readonly conditions: RegionConditions
  readonly words: string
  readonly witness: SignIn
}

/** What a region is read against. */
export interface Judged {
  readonly compiled: Compiled
  readonly space: Space
  readonly targets: readonly TargetClass[]
  readonly scope: Box
}

/** What is left, a region a box, put in names, each with its witness. */
export function gapRegions(left: Left, judged: Judged): GapRegion[] {
  const { compiled, space } = judged
  const users = userSet(compiled.classes, left.classes)
  const apps = appSet(judged.targets, left.targets)
  const signInIdentity = { '@odata.type': '#microsoft.graph.userSignIn', userId: compiled.tenant.users.at(users.page(0, 1)[0] ?? 0).id }
  const signInContext = contextOf(compiled, classesAt(judged.targets, left.targets), apps)
  return left.boxes.map(box => {
    const conditions = conditionsOf(space, box, judged.scope)
    return { users, apps, conditions, words: wordsOf(conditions), witness: { signInIdentity, signInContext, signInConditions: exampleIn(space, box) } }
  })
}

/** The applications among the target classes of the indices. */
export function appSet(targets: readonly TargetClass[], indices: Iterable<number>): AppSet {
  const classes = classesAt(targets, indices)
  const appIds = classes.flatMap(found => found.appIds).sort()
  return { count: appIds.length, appIds, anyOther: classes.some(found => found.anyOther) }
}

function classesAt(targets: readonly TargetClass[], indices: Iterable<number>): TargetClass[] {
  return [...indices].map(index => targets[index]).filter(found => found !== undefined)
}

const phrases: readonly [keyof RegionConditions, string][] = [
  ['clientAppTypes', 'with client'], ['platforms', 'on platform'], ['locations', 'from'], ['devices', 'with'], ['signInRiskLevels', 'at sign-in risk'],
  ['userRiskLevels', 'at user risk'], ['insiderRiskLevels', 'at insider risk'], ['authenticationFlows', 'by authentication flow']
]

function wordsOf(conditions: RegionConditions): string {
  const parts = phrases.flatMap(([name, phrase]) => {
    const values = conditions[name]
    return values === undefined ? [] : [`${phrase} ${listed(values)}`]
  })
  return parts.length === 0 ? 'always' : parts.join(', ')
}

function listed(values: readonly string[]): string {
  return values.length <= 1 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}
