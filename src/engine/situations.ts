import { userSet, type UserSet } from './user-set.ts'
import type { Compiled } from './compile.ts'
import type { AppSet, GapRegion } from './gap-region.ts'

/** Users who stand alike before a requirement: `except` holds the gaps that they are in, none for covered ones. */
export interface Situation {
  readonly state: 'covered' | 'coveredExcept' | 'notCovered'
  readonly users: UserSet
  readonly except: readonly GapRegion[]
}

/** Sorts the classes of a population by the gaps that they are in; not covered is who is in one for all that is asked about, and always. */
export function situationsOf({ classes }: Compiled, population: readonly number[], gaps: readonly GapRegion[], whole: AppSet): Situation[] {
  return situationsIn(population.map(name => ({ name, first: classes.order[classes.starts[name] ?? 0] ?? 0 })), gaps, { whole, setOf: names => userSet(classes, names) })
}

interface Told {
  readonly whole: AppSet
  readonly setOf: (names: readonly number[]) => UserSet
}

/** The same for a population by name, each with the first of its users. */
export function situationsIn(population: readonly { readonly name: number, readonly first: number }[], gaps: readonly GapRegion[], { whole, setOf }: Told): Situation[] {
  const alike = Map.groupBy(population, ({ first }) => gaps.flatMap((gap, index) => gap.users.has(first) ? [index] : []).join(','))
  return [...alike].map(([key, members]): Situation => {
    const except = key === '' ? [] : key.split(',').flatMap(index => gaps[Number(index)] ?? [])
    const isWhole = except.some(gap => gap.words === 'always' && gap.apps.anyOther === whole.anyOther && gap.apps.count === whole.count)
    return { state: except.length === 0 ? 'covered' : isWhole ? 'notCovered' : 'coveredExcept', users: setOf(members.map(({ name }) => name)), except }
  }).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.users.count - a.users.count)
}

const order = ['notCovered', 'coveredExcept', 'covered']
