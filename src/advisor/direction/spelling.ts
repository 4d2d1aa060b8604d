/** How far a text is from a name: 0 where it is contained, else the letters that differ; undefined where that is too many to be a slip. */
export function closeness(text: string, name: string): number | undefined {
  const [sought, given] = [text.toLowerCase(), name.toLowerCase()]
  if (sought.length >= 3 && given.includes(sought)) return 0
  const distance = editDistance(sought, given, 2)
  return distance <= mostSlips(sought) ? distance : undefined
}

/** Slips that a word of that length may hold and still be told. */
export function mostSlips(word: string): number {
  return word.length < 4 ? 0 : word.length < 7 ? 1 : 2
}

/** Letters to add, drop, replace or swap with the next to make one text the other; `most + 1` where it is more than `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same, swapped))
    }
    [before, row] = [row, next]
  }
  return Math.min(row[b.length] ?? 0, most + 1)
}
