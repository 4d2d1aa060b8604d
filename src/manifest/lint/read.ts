import { isMap, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml'
import type { Finding, Said } from './finding.ts'
import { lineAt, type Kind, type Source } from './place.ts'

export interface GivenFile {
  readonly file: string
  readonly bytes: Uint8Array
}

/** Findings after which nothing of a file can be judged. */
export const unreadable = ['encoding', 'empty', 'no-yaml', 'unknown-kind']

/** A file as it was understood: what is wrong with its form, and its content where there is one to judge. */
export interface Read {
  readonly source?: Source
  readonly findings: readonly Finding[]
}

const kinds: readonly { readonly kind: Kind, readonly names: readonly string[] }[] = [
  { kind: 'manifest', names: ['Descriptor', 'SkillGroups', 'AgentDefinitions'] }, { kind: 'openapi', names: ['openapi', 'swagger', 'paths'] },
  { kind: 'promptbook', names: ['prompts', 'promptbookinputs'] }, { kind: 'openaiPlugin', names: ['name_for_model', 'schema_version'] }
]

/** Parses YAML or JSON: UTF-8 without a byte order mark, one document, every key once. */
export function readFile({ file, bytes }: GivenFile): Read {
  const text = decoded(bytes)
  if (text === undefined) return { findings: [atStart(file, { code: 'encoding', message: 'is not UTF-8; save it as UTF-8 without a byte order mark' })] }
  const lines = new LineCounter()
  const isMarked = text.startsWith('\uFEFF')
  const marked = isMarked ? [atStart(file, { code: 'byte-order-mark', message: 'begins with a byte order mark; save it as UTF-8 without one' })] : []
  const plain = isMarked ? text.slice(1) : text
  const all = parseAllDocuments(plain, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const documents: readonly Document[] = Array.isArray(all) ? all : []
  const [document] = documents
  if (document === undefined) return { findings: [...marked, atStart(file, { code: 'empty', message: 'is empty', leadsTo: ['2002'] })] }
  const kind = kindOf(document)
  const findings = [...marked, ...faultsOf(file, documents, lines)]
  if (kind !== undefined) return { source: { file, text: plain, kind, document, lines }, findings }
  const [fault] = findings.filter(({ code }) => code === 'yaml-syntax')
  return { findings: [...marked, fault === undefined ? atStart(file, { code: 'unknown-kind', message: 'is no plugin or agent manifest, OpenAPI document or promptbook' }) : { ...fault, code: 'no-yaml' }] }
}

/** Each key that stands twice, and the first place that does not parse: what follows it is mostly its echo. */
function faultsOf(file: string, documents: readonly Document[], lines: LineCounter): Finding[] {
  const errors = documents.flatMap(one => one.errors)
  const told = [...errors.filter(({ code }) => code === 'DUPLICATE_KEY'), ...errors.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1)]
  const faults = told.map(({ code, message, pos: [start] }) => {
    const said: Said = code === 'DUPLICATE_KEY' ? { code: 'duplicate-key', message: 'the key stands twice in one mapping', leadsTo: ['2006'] }
      : { code: 'yaml-syntax', message: message.toLowerCase().replace(/\.$/, ''), leadsTo: ['2006'] }
    return finding(file, said, lineAt(lines, start))
  })
  const second: Node | null | undefined = documents[1]?.contents
  if (documents.length < 2) return faults
  return [...faults, finding(file, { code: 'several-documents', message: 'a file holds exactly one document', leadsTo: ['2002'] }, lineAt(lines, second?.range?.[0] ?? 0))]
}

function kindOf({ contents }: Document): Kind | undefined {
  if (!isMap(contents)) return undefined
  return kinds.find(({ names }) => names.some(name => contents.has(name)))?.kind
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function atStart(file: string, said: Said): Finding {
  return finding(file, said, { line: 1, column: 1 })
}

function finding(file: string, { code, message, severity = 'error', leadsTo = [] }: Said, at: Pick<Finding, 'line' | 'column'>): Finding {
  return { file, ...at, severity, code, message, leadsTo }
}
