import type { RequirementResult } from '#src/domain/coverage.ts'

const width = 240
const height = 14

/** The parts of a requirement's population, in the order in which they are drawn. */
function partsOf({ status, users, uncoveredUsers, acceptedUsers }: RequirementResult): readonly (readonly [string, number])[] {
  const rest = Math.max(0, users - uncoveredUsers.count)
  const open = status === 'unknown' || status === 'notApplicable' ? 'open' : 'covered'
  return [['uncovered', uncoveredUsers.count], [open, rest], ['accepted', acceptedUsers]]
}

const names: Readonly<Record<string, string>> = { uncovered: 'not covered', covered: 'covered', open: 'not decided', accepted: 'accepted' }

/** A requirement's population as a bar; its text alternative says the same. */
export function bar(result: RequirementResult): string {
  const parts = partsOf(result).filter(([, number]) => number > 0)
  const total = parts.reduce((sum, [, number]) => sum + number, 0)
  const label = parts.map(([kind, number]) => `${number.toLocaleString('en')} ${names[kind] ?? kind}`).join(', ') || 'nobody'
  let at = 0
  const rectangles = parts.map(([kind, number]) => {
    const length = number / total * width
    const drawn = `<rect class="${kind}" x="${at.toFixed(1)}" width="${length.toFixed(1)}" height="${height}"/>`
    at += length
    return drawn
  })
  return `<svg role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${rectangles.join('')}</svg>`
}

/** What the colours mean. */
export const legend = `<p class="legend">${Object.entries(names).map(([kind, name]) =>
  `<svg aria-hidden="true" width="12" height="12"><rect class="${kind}" width="12" height="12"/></svg> ${name}`).join(' ')}</p>`
