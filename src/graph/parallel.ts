/** The results of `run` for every item, in their order, with at most `most` under way. */
export async function mapAtMost<Item, Result>(most: number, items: readonly Item[], run: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const open = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of open) results[index] = await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work))
  return results
}

/** What several sources give, as it comes; each is asked for its next only after its last was taken. */
export async function* merged<T>(sources: readonly AsyncGenerator<T, void, undefined>[]): AsyncGenerator<T, void, undefined> {
  const step = async (source: AsyncGenerator<T, void, undefined>): Promise<{ source: typeof source, result: IteratorResult<T, void> }> => (
    { source, result: await source.next() }
  )
  const pending = new Map(sources.map(source => [source, step(source)]))
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values())
      pending.delete(source)
      if (result.done === true) continue
      pending.set(source, step(source))
      yield result.value
    }
  } finally {
    void Promise.allSettled(pending.values())
  }
}
