import { conditionsOf, exampleIn, type Space } from './space.ts'
import { contextOf, type TargetClass } from './targets.ts'
import { userSet, type UserSet } from './user-set.ts'
import type { Compiled } from './compile.ts'
import type { AppSet } from './coverage.ts'
import type { Left } from './gaps.ts'
import type { Box } from './region.ts'
import type { RegionConditions } from '#src/domain/coverage.ts'
import type { SignIn } from '#src/domain/sign-in.ts'

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

/** One box of what is left, put in names, with its witness. */
export function gapRegion(left: Left, box: Box, judged: Judged): GapRegion {
  const { compiled, space } = judged
  const users = userSet(compiled.classes, left.classes)
  const classes = left.targets.map(index => judged.targets[index]).filter(found => found !== undefined)
  const appIds = classes.flatMap(found => found.appIds)
  const conditions = conditionsOf(space, box, judged.scope)
  return {
    users, apps: { count: appIds.length, appIds, anyOther: classes.some(found => found.anyOther) }, conditions,
    words: wordsOf(conditions),
    witness: {
      signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId: compiled.tenant.users.at(users.page(0, 1)[0] ?? 0).id },
      signInContext: contextOf(compiled, classes), signInConditions: exampleIn(space, box)
    }
  }
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
