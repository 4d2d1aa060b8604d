import { userSet, type UserSet } from './user-set.ts'
import type { Compiled } from './compile.ts'
import type { GapRegion } from './gap-region.ts'

/** Users who stand alike before a requirement: `except` holds the gaps that they are in, none for covered ones. */
export interface Situation {
  readonly state: 'covered' | 'coveredExcept' | 'notCovered'
  readonly users: UserSet
  readonly except: readonly GapRegion[]
}

/** Sorts the classes of a population by the gaps that they are in; not covered is who is in one for every application and always. */
export function situationsOf({ classes }: Compiled, population: readonly number[], gaps: readonly GapRegion[]): Situation[] {
  const firstOf = (name: number): number => classes.order[classes.starts[name] ?? 0] ?? 0
  const alike = Map.groupBy(population, name => gaps.flatMap((gap, index) => gap.users.has(firstOf(name)) ? [index] : []).join(','))
  const apps = Math.max(0, ...gaps.map(gap => gap.apps.count))
  return [...alike].map(([key, names]): Situation => {
    const except = key === '' ? [] : key.split(',').flatMap(index => gaps[Number(index)] ?? [])
    const isWhole = except.some(gap => gap.words === 'always' && gap.apps.anyOther && gap.apps.count === apps)
    return { state: except.length === 0 ? 'covered' : isWhole ? 'notCovered' : 'coveredExcept', users: userSet(classes, names), except }
  }).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.users.count - a.users.count)
}

const order = ['notCovered', 'coveredExcept', 'covered']
