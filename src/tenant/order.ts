/** The values in the order of the text that each gives, code unit by code unit: the same order on every machine, whatever the order they came in. */
export function sortedBy<T>(values: Iterable<T>, textOf: (value: T) => string): T[] {
  return Array.from(values, (value): [string, T] => [textOf(value), value]).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).map(([, value]) => value)
}

/** A key by which objects are sorted: texts without letter case. */
export function keyOf(...texts: readonly string[]): string {
  return JSON.stringify(texts.map(text => text.toLowerCase()))
}

/** A JSON value with every list in it, at any depth, in the order of its entries' texts. For lists that are sets. */
export function withSortedLists(value: unknown): unknown {
  if (Array.isArray(value)) return sortedBy(value.map(withSortedLists), entry => JSON.stringify(entry))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSortedLists(member)]))
}
