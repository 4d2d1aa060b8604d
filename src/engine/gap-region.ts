import { conditionsOf, exampleIn, type Space } from './space.ts'
import { contextOf, type TargetClass } from './targets.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Compiled } from './compile.ts'
import type { External } from './externals.ts'
import type { Left } from './gaps.ts'
import type { Box } from './region.ts'
import type { Scopes } from './conditions/resources.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

/** Applications by appId, in order; `anyOther` stands for every application that the tenant does not hold. */
export interface AppSet {
  readonly count: number
  /** The least appId. */
  readonly first: string | undefined
  readonly appIds: readonly string[]
  readonly anyOther: boolean
}

/** A set of sign-ins with one of them: every user of `users`, to every application of `apps`, under the conditions. */
export interface GapRegion {
  readonly users: UserSet
  /** People without an account in this tenant who are in it, too, in words. */
  readonly externals: readonly string[]
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
  /** People beyond the classes, by number after theirs. */
  readonly externals: readonly External[]
}

/** What is left, a region a box and a kind of request, put in names, each with its witness. */
export function gapRegions(left: Left, judged: Judged): GapRegion[] {
  const { compiled, space, externals } = judged
  const { count } = compiled.classes
  const users = userSet(compiled.classes, left.classes)
  const outside = left.classes.filter(name => name >= count).flatMap(name => externals[name - count] ?? [])
  const signInIdentity = users.count === 0 && outside[0] !== undefined ? outside[0].identity
    : { '@odata.type': '#microsoft.graph.userSignIn', userId: compiled.tenant.users.at(users.page(0, 1)[0] ?? 0).id }
  return requestsOf(left, judged).flatMap(({ apps, classes, scopes }) => left.boxes.map((box): GapRegion => {
    const conditions = { ...conditionsOf(space, box, judged.scope), ...scopes === undefined ? {} : { requestedScopes: [...scopes.requested] } }
    return {
      users, externals: outside.map(({ words }) => words), apps, conditions, words: wordsOf(conditions),
      witness: {
        signInIdentity, signInContext: contextOf(compiled, classes, apps), signInConditions: exampleIn(space, box),
        ...scopes === undefined ? {} : { requestedScopes: [...scopes.requested], publicClient: scopes.publicClient }
      }
    }
  }))
}

interface Requests {
  readonly apps: AppSet
  readonly classes: readonly TargetClass[]
  readonly scopes: Scopes | undefined
}

const requestsKnown = new WeakMap<readonly TargetClass[], Map<string, Requests[]>>()

/** The requests of what is left, worked out once for the same targets. */
function requestsOf({ targets }: Left, judged: Judged): Requests[] {
  const known = requestsKnown.get(judged.targets) ?? new Map<string, Requests[]>()
  requestsKnown.set(judged.targets, known)
  const key = targets.join(',')
  const requests = known.get(key) ?? requestsIn(targets, judged)
  known.set(key, requests)
  return requests
}

/** The targets by kind of request; a narrow request to an application is not told where any request to it is in the region. */
function requestsIn(targets: readonly number[], judged: Judged): Requests[] {
  const kinds = Map.groupBy(targets, index => judged.targets[index]?.scopes)
  const plain = appSet(judged.targets, kinds.get(undefined) ?? [])
  return [...kinds].map(([scopes, indices]): Requests => {
    const classes = classesAt(judged.targets, indices)
    if (scopes === undefined) return { apps: plain, classes, scopes }
    const [all, told] = [appSet(judged.targets, indices), new Set(plain.appIds)]
    const appIds = all.appIds.filter(id => !told.has(id))
    return { apps: { count: appIds.length, appIds, first: appIds[0], anyOther: all.anyOther && !plain.anyOther }, classes, scopes }
  }).filter(({ apps, scopes }) => scopes === undefined || apps.count > 0 || apps.anyOther)
}

/** The applications among the target classes of the indices. */
export function appSet(targets: readonly TargetClass[], indices: Iterable<number>): AppSet {
  const classes = classesAt(targets, indices)
  let listed: readonly string[] | undefined
  return {
    count: classes.reduce((sum, { appIds }) => sum + appIds.length, 0), anyOther: classes.some(found => found.anyOther),
    first: classes.reduce<string | undefined>((least, { appIds: [first] }) => least === undefined || (first !== undefined && first < least) ? first : least, undefined),
    get appIds() {
      listed ??= classes.flatMap(found => found.appIds).sort()
      return listed
    }
  }
}

function classesAt(targets: readonly TargetClass[], indices: Iterable<number>): TargetClass[] {
  return [...indices].map(index => targets[index]).filter(found => found !== undefined)
}

const phrases: readonly [keyof RegionConditions, string][] = [
  ['requestedScopes', 'asking only for'], ['clientAppTypes', 'with client'], ['platforms', 'on platform'], ['locations', 'from'], ['devices', 'with'], ['signInRiskLevels', 'at sign-in risk'],
  ['userRiskLevels', 'at user risk'], ['insiderRiskLevels', 'at insider risk'], ['authenticationFlows', 'by authentication flow']
]

/** Conditions as a phrase. */
export function wordsOf(conditions: RegionConditions): string {
  const parts = phrases.flatMap(([name, phrase]) => {
    const values = conditions[name]
    return values === undefined ? [] : [`${phrase} ${listed(values)}`]
  })
  return parts.length === 0 ? 'always' : parts.join(', ')
}

function listed(values: readonly string[]): string {
  return values.length <= 1 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}
