import type { Block, DiffLine, Item, Report } from './block.ts'
import { cutAtNames, escape } from './escape.ts'
import { legend, matrixPictures, sharesOf, states } from './matrix.ts'
import { style } from './style.ts'
import { statusWords } from './words.ts'

/** A report as one page without scripts, which loads nothing and can be kept, sent and printed. */
export function htmlPage({ title, blocks }: Report): string {
  const sections = blocks.flatMap(one => one.kind === 'heading' && one.level === 2 ? [one.text] : [])
  const contents = sections.map((name, index) => `<li><a href="#section-${index + 1}">${escape(name)}</a></li>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escape(title)}</h1></header>
<nav aria-label="Contents"><ul>${contents.join('')}</ul></nav>
<main>
${written(blocks, sections)}
</main>
</body>
</html>
`
}

function written(blocks: readonly Block[], sections: readonly string[] = []): string {
  return blocks.map(one => block(one, sections)).join('\n')
}

function block(one: Block, sections: readonly string[]): string {
  switch (one.kind) {
    case 'heading': return one.level === 2 ? `<h2 id="section-${sections.indexOf(one.text) + 1}">${prose(one.text)}</h2>` : `<h3>${prose(one.text)}</h3>`
    case 'text': return `<p>${led(one)}</p>`
    case 'list': return `<${one.form === 'numbers' ? 'ol' : `ul${one.form === 'names' ? ' class="names"' : ''}`}>\n${one.items.map(item).join('\n')}\n</${one.form === 'numbers' ? 'ol' : 'ul'}>`
    case 'table': return table(one)
    case 'pairs': return `<dl aria-label="${escape(one.label)}">${one.pairs.map(([name, value]) => `<div><dt>${prose(name)}</dt><dd>${prose(value)}</dd></div>`).join('')}</dl>`
    case 'diff': return `<pre class="diff" role="group" aria-label="${escape(one.label)}">${one.lines.map(diffLine).join('')}</pre>`
    case 'fold': return `<details><summary>${prose(one.summary)}</summary>\n${written(one.blocks)}\n</details>`
    case 'matrix': return `<figure>\n${matrixPictures(one.requirements)}\n<figcaption>${legend}</figcaption>\n</figure>\n<details><summary>The same in numbers</summary>\n${table({
      caption: 'Users by how they stand before each requirement', heads: ['requirement', 'status', ...states.map(({ name }) => name)],
      rows: one.requirements.map(result => [result.title, statusWords[result.status], ...states.map(({ key }) => sharesOf(result)[key])])
    })}\n</details>`
  }
}

function led({ lead, text }: { readonly lead?: string, readonly text: string }): string {
  return lead === undefined ? prose(text) : `<strong>${prose(lead)}</strong> ${prose(text)}`
}

function item(one: Item): string {
  return `<li>${led(one)}${one.inside === undefined || one.inside.length === 0 ? '' : `\n${written(one.inside)}`}</li>`
}

function table({ caption, heads, rows }: Pick<Extract<Block, { kind: 'table' }>, 'caption' | 'heads' | 'rows'>): string {
  const cell = (value: string | number, column: number): string => {
    const words = typeof value === 'number' ? value.toLocaleString('en') : prose(value)
    return column === 0 ? `<th scope="row">${words}</th>` : `<td${typeof value === 'number' ? ' class="number"' : ''}>${words}</td>`
  }
  return `<div class="scroll" role="region" aria-label="${escape(caption)}" tabindex="0"><table>\n<caption>${prose(caption)}</caption>\n` +
    `<thead><tr>${heads.map(name => `<th scope="col">${prose(name)}</th>`).join('')}</tr></thead>\n` +
    `<tbody>\n${rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}\n</tbody>\n</table></div>`
}

const elements = { '-': 'del', '+': 'ins', ' ': 'span' } as const

function diffLine({ mark, text }: DiffLine): string {
  return `<${elements[mark]}>${mark} ${escape(text)}\n</${elements[mark]}>`
}

function prose(text: string): string {
  return cutAtNames(text).map(({ outside, inside }) => `${escape(outside)}${inside === '' ? '' : `<code>${escape(inside)}</code>`}`).join('')
}
