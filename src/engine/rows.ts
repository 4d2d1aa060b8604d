import { addAll, addBit, bitset, type Bitset } from './bitset.ts'
import { FALSE, TRUE, type Truth } from './truth.ts'

/** Truths of one condition as two sets of policies: those for which it is not false, and those for which it is true. */
export interface Row {
  readonly may: Bitset
  readonly must: Bitset
}

/** The row of the policies in order, each judged. */
export function rowOf<Policy>(policies: readonly Policy[], truthOf: (policy: Policy) => number): Row {
  const row = { may: bitset(policies.length), must: bitset(policies.length) }
  for (const [index, policy] of policies.entries()) {
    const truth = truthOf(policy)
    if (truth !== FALSE) addBit(row.may, index)
    if (truth === TRUE) addBit(row.must, index)
  }
  return row
}

/** The OR of rows of as many policies as given. */
export function anyRow(policies: number, rows: readonly Row[]): Row {
  const any = { may: bitset(policies), must: bitset(policies) }
  for (const { may, must } of rows) {
    addAll(any.may, may)
    addAll(any.must, must)
  }
  return any
}

/** The policies in order, as a set of those for which it holds. */
export function setOf<Policy>(policies: readonly Policy[], holds: (policy: Policy) => boolean): Bitset {
  return rowOf(policies, policy => holds(policy) ? TRUE : FALSE).must
}

/** Policies that one judgement serves, since their conditions are the same; `sample` is one of them. */
export interface Alike<Policy> {
  readonly number: number
  readonly sample: Policy
  readonly members: Bitset
}

/** Policies in order, gathered by what `keyOf` says. */
export function alike<Policy>(policies: readonly Policy[], keyOf: (policy: Policy) => unknown): Alike<Policy>[] {
  const gathered = new Map<string, Alike<Policy>>()
  for (const [index, sample] of policies.entries()) {
    const key = JSON.stringify(keyOf(sample) ?? null)
    const found = gathered.get(key) ?? { number: gathered.size, sample, members: bitset(policies.length) }
    gathered.set(key, found)
    addBit(found.members, index)
  }
  return [...gathered.values()]
}

/** The row of as many policies as given, judged once for those that are alike. */
export function rowOfAlike<Policy>(policies: number, groups: readonly Alike<Policy>[], judge: (policy: Policy) => Truth): Row {
  const row = { may: bitset(policies), must: bitset(policies) }
  for (const { sample, members } of groups) {
    const truth = judge(sample)
    if (truth !== FALSE) addAll(row.may, members)
    if (truth === TRUE) addAll(row.must, members)
  }
  return row
}

/** The users rows of the classes of users, each worked out when first asked for. */
export class Rows {
  readonly #classes: (Uint8Array | undefined)[] = []

  ofClass(name: number, make: () => Uint8Array): Uint8Array {
    return this.#classes[name] ??= make()
  }
}
