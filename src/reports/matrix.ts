import type { RequirementResult } from '#src/domain/coverage.ts'
import { escape } from './escape.ts'
import { count } from './words.ts'

/** How a user can stand before a requirement, in the order in which it is drawn. */
export const states = [
  { key: 'notCovered', name: 'not covered' }, { key: 'coveredExcept', name: 'covered except' }, { key: 'covered', name: 'covered' },
  { key: 'open', name: 'not decided' }, { key: 'accepted', name: 'accepted' }, { key: 'outside', name: 'outside' }
] as const

/** Users by how they stand. Where the requirement itself is not decided or does not apply, so is everyone in its scope. */
export function sharesOf({ status, users, situations, uncoveredUsers, acceptedUsers, outsideUsers }: RequirementResult): Record<typeof states[number]['key'], number> {
  const isOpen = status === 'unknown' || status === 'notApplicable'
  const of = (state: RequirementResult['situations'][number]['state']): number => situations.reduce((sum, one) => one.state === state ? sum + one.users : sum, 0)
  const none = { notCovered: 0, coveredExcept: 0, covered: 0 }
  const told = isOpen ? none : situations.length === 0 ? { ...none, notCovered: uncoveredUsers.count, covered: users - uncoveredUsers.count }
    : { notCovered: of('notCovered'), coveredExcept: of('coveredExcept'), covered: of('covered') }
  return { ...told, open: isOpen ? users : 0, accepted: acceptedUsers, outside: outsideUsers }
}

/** One way to lay the picture out: titles above the cells, or in a column of their own, a part of the width. */
interface Layout {
  readonly name: 'narrow' | 'wide'
  readonly titles: number
  readonly characters: number
}

const layouts: readonly Layout[] = [{ name: 'narrow', titles: 0, characters: 44 }, { name: 'wide', titles: 40, characters: 44 }]
const line = 16
const bar = 9
const marks = { gap: '✗', unknown: '?', met: '✓', notApplicable: '–' } as const

/**
 * The coverage of all requirements as a picture: requirements down, users by how they stand across, each cell a bar in proportion with
 * its number. It is drawn for narrow and for wide pages, of which the style shows one.
 */
export function matrixPictures(requirements: readonly RequirementResult[]): string {
  const gaps = requirements.filter(({ status }) => status === 'gap').length
  const label = `Coverage: of ${count(requirements.length, 'requirement')} ${gaps} ${gaps === 1 ? 'has a gap' : 'have gaps'}. The numbers are in the table that follows.`
  return layouts.map(layout => {
    const rows: string[] = []
    let top = 2 * line + 8
    for (const result of requirements) {
      const titles = wrapped(result.title, layout.characters)
      rows.push(rowOf(result, titles, { top, layout }))
      top += layout.titles === 0 ? titles.length * line + line + bar + 18 : Math.max(titles.length, 2) * line + 6
    }
    return `<svg class="matrix ${layout.name}" role="img" aria-label="${escape(label)}" width="100%" height="${top}">${headsOf(layout)}\n${rows.join('\n')}</svg>`
  }).join('\n')
}

function columnAt({ titles }: Layout, column: number): number {
  return titles + column * (100 - titles) / states.length
}

function headsOf(layout: Layout): string {
  return states.map(({ name }, column) => name.split(' ').map((word, index, { length }) =>
    `<text class="head" x="${columnAt(layout, column).toFixed(2)}%" y="${(index + 3 - length) * line - 5}">${word}</text>`).join('')).join('')
}

function rowOf(result: RequirementResult, titles: readonly string[], { top, layout }: { readonly top: number, readonly layout: Layout }): string {
  const shares = sharesOf(result)
  const total = Object.values(shares).reduce((sum, users) => sum + users, 0)
  const width = (100 - layout.titles) / states.length * 0.9
  const cellTop = layout.titles === 0 ? top + titles.length * line + 4 : top
  const cells = states.map(({ key }, column) => {
    const users = shares[key]
    const x = `${columnAt(layout, column).toFixed(2)}%`
    const length = total === 0 || users === 0 ? 0 : Math.max(users / total * width, 0.4)
    const box = `x="${x}" y="${cellTop + line + 1}" height="${bar}"`
    return `<text class="${users === 0 ? 'none' : 'number'}" x="${x}" y="${cellTop + line - 4}">${users.toLocaleString('en')}</text>` +
      `<rect class="track" ${box} width="${width.toFixed(2)}%"/>${length === 0 ? '' : `<rect class="${key}" ${box} width="${length.toFixed(2)}%"/>`}`
  })
  const words = titles.map((part, index) => `<text class="title" x="20" y="${top + (index + 1) * line - 4}">${escape(part)}</text>`)
  return `<line class="rule" x1="0" x2="100%" y1="${top - 3}" y2="${top - 3}"/><text class="mark ${result.status}" x="2" y="${top + line - 4}">${marks[result.status]}</text>${words.join('')}${cells.join('')}`
}

/** A title on two lines at most. */
function wrapped(title: string, characters: number): string[] {
  const lines: string[] = []
  for (const word of title.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= characters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const [first = '', second, ...rest] = lines.map(one => one.length > characters + 6 ? `${one.slice(0, characters)}…` : one)
  return second === undefined ? [first] : [first, rest.length === 0 ? second : `${second} …`]
}

const meanings: Readonly<Record<typeof states[number]['key'], string>> = {
  notCovered: 'in a gap whatever they do', coveredExcept: 'covered, but for the conditions of a gap', covered: 'enforced policies leave no way round',
  open: 'depends on what is not known, or the requirement does not apply', accepted: 'declared emergency, synchronization and accepted accounts',
  outside: 'not whom the requirement is about'
}

/** What the marks and colours mean. */
export const legend = `<ul class="legend">${Object.entries(marks).map(([status, mark]) =>
  `<li><span class="mark ${status}" aria-hidden="true">${mark}</span> ${status === 'notApplicable' ? 'not applicable' : status}</li>`).join('')}${states.map(({ key, name }) =>
  `<li><svg aria-hidden="true" width="12" height="12"><rect class="${key}" width="12" height="12"/></svg> ${name}: ${meanings[key]}</li>`).join('')}</ul>`
