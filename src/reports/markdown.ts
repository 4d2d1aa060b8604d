import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Block, DiffLine, Item, Report } from './block.ts'
import { cutAtNames } from './escape.ts'
import { states, sharesOf } from './matrix.ts'
import { statusWords } from './words.ts'

/** A report as markdown: what is folded elsewhere stands open. */
export function markdownText({ title, blocks }: Report): string {
  return `# ${plain(title)}\n\n${written(blocks)}\n`
}

function written(blocks: readonly Block[]): string {
  return blocks.map(block).join('\n\n')
}

function block(one: Block): string {
  switch (one.kind) {
    case 'heading': return `${'#'.repeat(one.level)} ${prose(one.text)}`
    case 'text': return led(one)
    case 'list': return one.items.map((item, index) => entry(item, one.form === 'numbers' ? `${index + 1}.` : '-')).join('\n').trimEnd()
    case 'table': return table(one.heads, one.rows)
    case 'pairs': return one.pairs.map(([name, value]) => `- ${prose(name)}: ${prose(value)}`).join('\n')
    case 'diff': return fenced(one.lines)
    case 'fold': return `${prose(one.summary)}:\n\n${written(one.blocks)}`
    case 'matrix': return matrix(one.requirements)
  }
}

function led({ lead, text }: { readonly lead?: string, readonly text: string }): string {
  return lead === undefined ? prose(text) : `**${prose(lead)}** ${prose(text)}`
}

function entry(item: Item, mark: string): string {
  const inside = item.inside === undefined || item.inside.length === 0 ? '' : `\n\n${written(item.inside)}`
  const indent = ' '.repeat(mark.length + 1)
  return `${mark} ${led(item)}${inside}`.replaceAll('\n', `\n${indent}`).replaceAll(/\n +(?=\n|$)/g, '\n') + (inside === '' ? '' : '\n')
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map(cell => typeof cell === 'number' ? cell : prose(cell)).join(' | ')} |`
  const marks = heads.map((_, column) => rows.length > 0 && rows.every(row => typeof row[column] === 'number') ? '---:' : '---')
  return [line(heads), `|${marks.join('|')}|`, ...rows.map(line)].join('\n')
}

function matrix(requirements: readonly RequirementResult[]): string {
  return table(['requirement', 'status', ...states.map(({ name }) => name)],
    requirements.map(result => [result.title, statusWords[result.status], ...states.map(({ key }) => sharesOf(result)[key])]))
}

function fenced(lines: readonly DiffLine[]): string {
  const body = lines.map(({ mark, text }) => `${mark} ${text.replaceAll(/[\r\n]+/g, ' ')}`).join('\n')
  const fence = '`'.repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return `${fence}diff\n${body}\n${fence}`
}

function prose(text: string): string {
  return cutAtNames(text.replaceAll(/\p{Cc}+/gu, ' ')).map(({ outside, inside }) => `${plain(outside)}${inside === '' ? '' : code(inside)}`).join('')
}

/** Text of the tenant's that must not be taken for markdown or HTML. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\\*_[\]<>|#`~]/g, '\\$&')
}

/** A name as code; a bar in it would end a cell of a table. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '¦')}\``
}
