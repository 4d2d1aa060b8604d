/** Fewer rows than this are compared one by one. */
const few = 128
const digit = 11
const digits = 1 << digit

/**
 * The rows of a table of words, `width` words each, smallest first. Rows are dealt out by one word at a time, eleven bits a pass,
 * and those that agree on it go on by the next word: the work is that of a few passes, whatever the words have in common.
 */
export function sortedRows(words: Uint32Array, width: number, rows: Uint32Array, word = 0): Uint32Array {
  if (rows.length < few || word === width) return rows.toSorted((a, b) => compared(words, width, [a, b]))
  const sorted = dealt({ keys: rows.map(row => words[row * width + word] ?? 0), rows })
  for (const [start, end] of runs(sorted.keys)) sorted.rows.set(sortedRows(words, width, sorted.rows.slice(start, end), word + 1), start)
  return sorted.rows
}

interface Keyed {
  readonly keys: Uint32Array
  readonly rows: Uint32Array
}

function compared(words: Uint32Array, width: number, [a, b]: readonly [number, number]): number {
  let at = 0
  while (at < width - 1 && words[a * width + at] === words[b * width + at]) at++
  return (words[a * width + at] ?? 0) - (words[b * width + at] ?? 0)
}

/** Sorts by the keys; a pass in which all have the same digit is left out. */
function dealt(given: Keyed): Keyed {
  let from = given
  let spare: Keyed | undefined
  for (let shift = 0; shift < 32; shift += digit) {
    const { keys, rows } = from
    const next = startsOf(keys, shift)
    if (next === undefined) continue
    const to: Keyed = spare ?? { keys: new Uint32Array(keys.length), rows: new Uint32Array(keys.length) }
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? 0
      const value = key >>> shift & digits - 1
      const place = next[value] ?? 0
      next[value] = place + 1
      to.keys[place] = key
      to.rows[place] = rows[at] ?? 0
    }
    spare = from === given ? undefined : from
    from = to
  }
  return from === given ? { keys: given.keys, rows: given.rows.slice() } : from
}

/** Where the keys of each digit begin, or undefined where all have the same one. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const counts = new Uint32Array(digits)
  for (const key of keys) {
    const value = key >>> shift & digits - 1
    counts[value] = (counts[value] ?? 0) + 1
  }
  if (counts.includes(keys.length)) return undefined
  let before = 0
  return counts.map(count => (before += count) - count)
}

/** Where runs of two or more equal keys start and end. */
function* runs(keys: Uint32Array): Iterable<[number, number]> {
  let start = 0
  for (let end = 1; end <= keys.length; end++) {
    if (end < keys.length && keys[end] === keys[start]) continue
    if (end - start > 1) yield [start, end]
    start = end
  }
}
