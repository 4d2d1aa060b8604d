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
  return requestsOf(left.targets, judged.targets).flatMap(({ apps, classes, scopes }) => left.boxes.map((box): GapRegion => {
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

/** Regions, the widest first. */
export function inOrder(found: GapRegion[]): GapRegion[] {
  return found.sort((a, b) => b.users.count - a.users.count || b.apps.count - a.apps.count || (a.words < b.words ? -1 : 1))
}

/** Requests of one kind: to which applications, or, where there are none, what else the classes name. */
interface Requests {
  readonly apps: AppSet
  readonly classes: readonly TargetClass[]
  readonly scopes: Scopes | undefined
}

const requestsKnown = new WeakMap<readonly TargetClass[], Map<string, Requests[]>>()

/** The requests to the targets of the indices, worked out once for the same. */
export function requestsOf(indices: readonly number[], targets: readonly TargetClass[]): Requests[] {
  const known = requestsKnown.get(targets) ?? new Map<string, Requests[]>()
  requestsKnown.set(targets, known)
  const key = indices.join(',')
  const requests = known.get(key) ?? requestsIn(indices, targets)
  known.set(key, requests)
  return requests
}

/** The targets by kind of request; a narrow request to an application is not told where any request to it is in the region. */
function requestsIn(indices: readonly number[], targets: readonly TargetClass[]): Requests[] {
  const kinds = Map.groupBy(indices, index => targets[index]?.scopes)
  const plain = appSet(targets, kinds.get(undefined) ?? [])
  return [...kinds].map(([scopes, of]): Requests => {
    const classes = classesAt(targets, of)
    if (scopes === undefined) return { apps: plain, classes, scopes }
    const [all, told] = [appSet(targets, of), new Set(plain.appIds)]
    const appIds = all.appIds.filter(id => !told.has(id))
    return { apps: { count: appIds.length, appIds, first: appIds[0], anyOther: all.anyOther && !plain.anyOther }, classes, scopes }
  }).filter(({ apps, scopes }) => scopes === undefined || apps.count > 0 || apps.anyOther)
}

/** The applications among the target classes of the indices, each once: one may be in classes of several kinds of request. */
export function appSet(targets: readonly TargetClass[], indices: Iterable<number>): AppSet {
  const classes = classesAt(targets, indices)
  const isOneKind = classes.every(({ scopes }) => scopes === classes[0]?.scopes)
  let listed: readonly string[] | undefined
  return {
    get count() {
      return isOneKind ? classes.reduce((sum, { appIds }) => sum + appIds.length, 0) : this.appIds.length
    },
    anyOther: classes.some(found => found.anyOther),
    first: classes.reduce<string | undefined>((least, { appIds: [first] }) => least === undefined || (first !== undefined && first < least) ? first : least, undefined),
    get appIds() {
      listed ??= [...new Set(classes.flatMap(found => found.appIds))].sort()
      return listed
    }
  }
}

function classesAt(targets: readonly TargetClass[], indices: Iterable<number>): TargetClass[] {
  return [...indices].map(index => targets[index]).filter(found => found !== undefined)
}

const phrases: readonly [keyof RegionConditions, string][] = [
  ['requestedScopes', 'asking only for'], ['clientAppTypes', 'with client'], ['platforms', 'on platform'], ['locations', 'from'], ['devices', 'with'], ['signInRiskLevels', 'at sign-in risk'],
  ['userRiskLevels', 'at user risk'], ['insiderRiskLevels', 'at insider risk'], ['servicePrincipalRiskLevels', 'at service principal risk'], ['agentIdRiskLevels', 'at agent risk'],
  ['authenticationFlows', 'by authentication flow']
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
