import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml'
import type { Finding, Said } from './finding.ts'

export type Kind = 'manifest' | 'openapi' | 'promptbook' | 'openaiPlugin'

/** One parsed file. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly kind: Kind
  readonly document: Document
  readonly lines: LineCounter
}

/** A node of a file, with the key that it stands under; without a node, the nearest one around what is missing. */
export interface Place {
  readonly source: Source
  readonly node: Node | undefined
  readonly around: Node | undefined
}

export function top(source: Source): Place {
  return placed(source, source.document.contents, undefined)
}

/** What stands under a name; a place without a node where nothing does. */
export function member(place: Place, name: string): Place {
  return members(place).find(one => one.name === name)?.place ?? { ...place, node: undefined, around: place.node ?? place.around }
}

export function inside(place: Place, ...names: readonly string[]): Place {
  return names.reduce(member, place)
}

/** The members of a mapping in their order, each with the place of its key. */
export function members(place: Place): { readonly name: string, readonly key: Place, readonly place: Place }[] {
  const { node, source } = place
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    return [{ name: String(key.value), key: placed(source, key, node), place: placed(source, value, key) }]
  })
}

/** The items of a list. */
export function items({ node, source }: Place): Place[] {
  return isSeq(node) ? node.items.map(item => placed(source, item, node)) : []
}

export function isThere({ node }: Place): boolean {
  return node !== undefined
}

/** The text of a scalar that is one. */
export function textOf({ node }: Place): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}

/** The value as JSON has it. */
export function valueOf({ node, source }: Place): unknown {
  return node?.toJS(source.document)
}

/** The place at a path of member names and positions; the key rather than the value where `asKey`. */
export function follow(place: Place, path: readonly string[], asKey?: string): Place {
  const found = path.reduce((inner, step) => items(inner)[Number(step)] ?? member(inner, step), place)
  return asKey === undefined ? found : members(found).find(({ name }) => name === asKey)?.key ?? found
}

/** Every scalar text below a place. */
export function texts(place: Place): { readonly place: Place, readonly text: string }[] {
  const text = textOf(place)
  if (text !== undefined) return [{ place, text }]
  return [...items(place), ...members(place).map(one => one.place)].flatMap(texts)
}

/** A finding at a place; `within` moves it to where that text stands in a longer scalar. */
export function found({ source, node, around }: Place, { code, message, severity = 'error', leadsTo = [] }: Said, within?: string): Finding {
  const [start, end] = (node ?? around)?.range ?? [0, 0]
  const inner = within === undefined ? -1 : source.text.slice(start, end).indexOf(within)
  return { file: source.file, ...lineAt(source.lines, start + Math.max(0, inner)), severity, code, message, leadsTo }
}

export function lineAt(lines: LineCounter, offset: number): Pick<Finding, 'line' | 'column'> {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function placed(source: Source, node: unknown, around: Node | undefined): Place {
  const resolved = isAlias(node) ? node.resolve(source.document) : node
  return { source, node: isMap(resolved) || isSeq(resolved) || isScalar(resolved) ? resolved : undefined, around }
}
