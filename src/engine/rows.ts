import type { Truth } from './truth.ts'

const mostKept = 100_000

/**
 * Truths of one condition for every policy, by the value they were worked out for. At most `mostKept` rows stay, so that
 * sign-ins with made-up values cannot fill the memory.
 */
export class Rows {
  readonly #size: number
  readonly #kept = new Map<string, Uint8Array>()

  constructor(policies: number) {
    this.#size = policies
  }

  /** The row for the key, made once. */
  kept(key: string, truthOf: (policy: number) => Truth): Uint8Array {
    const found = this.#kept.get(key)
    if (found !== undefined) return found
    const row = this.fresh(truthOf)
    if (this.#kept.size < mostKept) this.#kept.set(key, row)
    return row
  }

  /** A row for a value that is not worth keeping. */
  fresh(truthOf: (policy: number) => Truth): Uint8Array {
    const row = new Uint8Array(this.#size)
    for (let policy = 0; policy < row.length; policy++) row[policy] = truthOf(policy)
    return row
  }
}
