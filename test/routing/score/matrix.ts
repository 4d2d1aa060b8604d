import { confusionsOf } from './figures.ts'
import { nobody, type Routed } from './route.ts'

const cell = 26
const left = 190
const top = 190

/** The confusion matrix as a picture: expected down, chosen across, each cell as dark as its part of the row. */
export function matrixOf(all: readonly Routed[], { title, names }: { readonly title: string, readonly names: readonly string[] }): string {
  const table = confusionsOf(all)
  const columns = [...names.toSorted(), nobody]
  const rows = [...table.keys()].toSorted((a, b) => Number(a === nobody) - Number(b === nobody) || a.localeCompare(b))
  const heads = columns.map((name, at) => `<text transform="translate(${left + at * cell + 17} ${top - 6}) rotate(-60)">${name}</text>`)
  const cells = rows.flatMap((row, down) => {
    const counts = table.get(row) ?? new Map<string, number>()
    const whole = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const y = top + down * cell
    return [`<text x="${left - 8}" y="${y + 17}" text-anchor="end">${row}</text>`, ...columns.map((column, at) => cellOf({ count: counts.get(column) ?? 0, whole, isRight: row.split(' or ').includes(column) }, left + at * cell, y))]
  })
  const [width, height] = [left + columns.length * cell + 110, top + rows.length * cell + 10]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11" role="img" aria-label="${title}">
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="14">${title}</text>
${[...heads, ...cells].join('\n')}
</svg>
`
}

function cellOf({ count, whole, isRight }: { readonly count: number, readonly whole: number, readonly isRight: boolean }, x: number, y: number): string {
  const part = count / whole
  const fill = `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="${isRight ? '#1a7f37' : '#b42318'}" fill-opacity="${part.toFixed(2)}" stroke="#ccc"/>`
  return count === 0 ? fill : `${fill}<text x="${x + cell / 2}" y="${y + 17}" text-anchor="middle" fill="${part > 0.5 ? '#fff' : '#000'}">${count}</text>`
}
