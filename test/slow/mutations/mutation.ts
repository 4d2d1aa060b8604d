/** One wrong change to the engine: the text `from`, which stands once in the file, becomes `to`. */
export interface Mutation {
  readonly name: string
  /** In `src/engine`. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** Mistakes somebody could make, each of which must fail one of the tests, which are run in turn until one does. */
export interface MutationList {
  readonly of: string
  /** In `test`, with what they are given. */
  readonly caughtBy: readonly string[]
  /** What makes the tests quicker. */
  readonly env: Readonly<Record<string, string>>
  readonly mutations: readonly Mutation[]
}
