/** How many letters may be wrong in a word: none in a short one. */
function slipsIn(word: string): number {
  return word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0
}

/** The nearest of the known words that a misspelt word may stand for; the first of several. */
export function nearestTo(word: string, known: Iterable<string>): string | undefined {
  let [nearest, least]: [string | undefined, number] = [undefined, slipsIn(word) + 1]
  for (const one of known) {
    if (one.length < 5 || Math.abs(one.length - word.length) >= least) continue
    const distance = distanceOf(word, one)
    if (distance < least) [nearest, least] = [one, distance]
  }
  return nearest
}

/** Letters to add, drop, change or swap with their neighbour until one word is the other. */
export function distanceOf(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const changed = (last[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      const isSwapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      line.push(Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, changed, isSwapped ? (before[column - 2] ?? 0) + 1 : changed))
    }
    [before, last] = [last, line]
  }
  return last[other.length] ?? 0
}
