import { reachedIn, type Reached } from './gaps.ts'
import { classRow } from './sign-in-rows.ts'
import { reachOf, spaceOf, type Reach, type ScopeCuts, type Space } from './space.ts'
import { scopeTargets, type TargetClass } from './targets.ts'
import { FALSE } from './truth.ts'
import type { Compiled, CompiledPolicy } from './compile.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** When the policies reach, in the space that they cut. */
interface Spread {
  readonly space: Space
  readonly reaches: readonly Reach[]
}

/** What the policies reach, of what a requirement is about: by target, their indices. */
interface Aims {
  readonly targets: readonly TargetClass[]
  readonly reached: readonly Reached[]
}

/** What some policies tell apart, and where they reach in it: the same for every requirement that looks at the same policies. */
export type Setting = Spread & Aims

interface Known {
  readonly spreads: Map<string, Spread>
  readonly aims: Map<string, Aims>
  readonly classes: Reached[]
}

const known = new WeakMap<Compiled['rows'], Known>()

function knownOf({ rows }: Compiled): Known {
  const found = known.get(rows) ?? { spreads: new Map<string, Spread>(), aims: new Map<string, Aims>(), classes: [] }
  known.set(rows, found)
  return found
}

function kept<T>(cache: Map<string, T>, key: unknown, make: () => T): T {
  const text = JSON.stringify(key)
  const found = cache.get(text) ?? make()
  cache.set(text, found)
  return found
}

/** The setting of the policies for a requirement, each part worked out once. */
export function settingOf(compiled: Compiled, policies: readonly CompiledPolicy[], requirement: Requirement, cuts: ScopeCuts): Setting {
  const { spreads, aims } = knownOf(compiled)
  const indices = policies.map(({ index }) => index)
  return {
    ...kept(spreads, [indices, cuts.outsideTrusted, cuts.filter?.mode, cuts.filter?.text], () => spreadOf(compiled, policies, cuts)),
    ...kept(aims, [indices, requirement.applications, requirement.userActions], () => aimsOf(compiled, policies, requirement))
  }
}

function spreadOf(compiled: Compiled, policies: readonly CompiledPolicy[], cuts: ScopeCuts): Spread {
  const space = spaceOf(compiled, policies, cuts)
  return { space, reaches: policies.map(policy => reachOf(compiled, space, policy)) }
}

function aimsOf(compiled: Compiled, policies: readonly CompiledPolicy[], requirement: Requirement): Aims {
  const targets = scopeTargets(compiled, policies, requirement)
  const row = new Uint8Array(compiled.every.length)
  const reached = targets.map(({ truths }) => {
    row.fill(FALSE)
    for (const [position, { index }] of policies.entries()) row[index] = truths[position] ?? FALSE
    return reachedIn(row)
  })
  return { targets, reached }
}

/** The policies that reach a class of users, by their indices. */
export function classReached(compiled: Compiled, name: number): Reached {
  return knownOf(compiled).classes[name] ??= reachedIn(classRow(compiled, name))
}
