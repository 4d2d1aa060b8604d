import { DirectoryNames } from './directory-names.ts'
import { graphObjectOf, isDscResource, namedBy } from './dsc-resources.ts'
import { textOf } from './encodings.ts'
import { collectionOf, entriesOf, type ExportEntry } from './export-entry.ts'
import { addTenantFile } from './from-object.ts'
import { isObject, objectIn, textIn, type JsonObject } from './json.ts'
import { samePolicy } from './normal-form.ts'
import { parsePolicy } from './policy.ts'
import type { TenantBuilder } from './builder.ts'

/** A file of an export, with its path inside the directory. */
export interface ExportedFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Reads a directory of exports as Entra, IntuneManagement, PowerShell's Graph module or Microsoft365DSC's JSON report write
 * them: a policy, a group or a named location a file, lists of them, or `{ value: [...] }`, in any of the usual encodings; a
 * `tenant.json` holds the rest of the tenant and wins. What a file says that could not be read is recorded under its path, the
 * rest is taken.
 */
export function readExports(files: readonly ExportedFile[], builder: TenantBuilder): void {
  const taking: Taking = { builder, names: new DirectoryNames(), seen: new Map() }
  const ordered = [...files].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
  const entries: ExportEntry[] = []
  for (const file of ordered) {
    const content = contentOf(file, builder)
    if (content === undefined) continue
    if (isTenantFile(content)) addTenant(content, taking)
    else entries.push(...entriesOf(file.path, content))
  }
  for (const entry of entries) noteName(entry, taking.names)
  for (const [path, group] of Map.groupBy(entries, entry => entry.path)) addFile(path, group, taking)
}

interface Taking {
  readonly builder: TenantBuilder
  readonly names: DirectoryNames
  /** Where each object was first found, by collection and id: the first wins. */
  readonly seen: Map<string, { readonly body: unknown, readonly path: string | null }>
}

function rank({ path }: ExportedFile): number {
  return path.toLowerCase().endsWith('tenant.json') ? 0 : 1
}

function contentOf({ path, bytes }: ExportedFile, builder: TenantBuilder): unknown {
  const damaged = (reason: string): void => builder.unread({ collection: 'file', id: path, reason })
  if (/\.psm?1$/i.test(path) && textOf(bytes)?.includes('AADConditionalAccessPolicy') === true) {
    return damaged('a configuration in PowerShell is not read; let `New-M365DSCReportFromConfiguration -Type JSON` write it as JSON')
  }
  if (!path.toLowerCase().endsWith('.json')) return undefined
  const text = textOf(bytes)
  if (text === undefined) return damaged('it is neither UTF-8 nor UTF-16 text')
  if (text.trim() === '') return damaged('it is empty')
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (error) {
    return damaged(`it is not JSON: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

function isTenantFile(value: unknown): value is JsonObject {
  return isObject(value) && objectIn(value, 'conditions') === null &&
    ['users', 'policies', 'servicePrincipals', 'roleAssignments', 'subscribedSkus', 'settings', 'groups'].some(name => name in value &&
      (name === 'settings' || Array.isArray(value[name])))
}

function addTenant(file: JsonObject, { builder, names, seen }: Taking): void {
  addTenantFile(file, builder)
  for (const [collection, list] of Object.entries(file)) {
    if (!Array.isArray(list)) continue
    for (const body of list) {
      names.add(collection, body)
      if (isObject(body)) seen.set(`${collection}/${textIn(body, 'id')?.toLowerCase() ?? ''}`, { body, path: null })
    }
  }
}

function noteName(entry: ExportEntry, names: DirectoryNames): void {
  if (!isDscResource(entry.value)) return names.add(collectionOf(entry) ?? '', entry.value)
  const found = namedBy(entry.value)
  if (found !== undefined) names.add(found.collection, found.named)
}

/** A report of Microsoft365DSC holds much that is none of ours: it is passed over as long as something is ours. */
function addFile(path: string, entries: readonly ExportEntry[], taking: Taking): void {
  const resources = entries.filter(({ value }) => isDscResource(value))
  const ours = entries.filter(({ value }) => !isDscResource(value) || graphObjectOf(value, taking.names) !== undefined)
  if (resources.length > 0 && ours.length === 0) return taking.builder.unread({ collection: 'file', id: path, reason: nothing })
  for (const entry of ours) addEntry(entry, taking)
}

const nothing = 'it is no policy, group, named location or authentication strength'

function addEntry(entry: ExportEntry, taking: Taking): void {
  const { path, pointer, value } = entry
  const at = pointer === '' ? '' : `\`${pointer}\`: `
  const found = isDscResource(value) ? graphObjectOf(value, taking.names) : undefined
  const collection = found?.collection ?? collectionOf(entry)
  const body = found?.body ?? value
  if (collection === undefined || !isObject(body)) return taking.builder.unread({ collection: 'file', id: path, reason: `${at}${nothing}` })
  if (isDscResource(value) && textIn(value, 'Ensure')?.toLowerCase() === 'absent') {
    return taking.builder.unread({ collection, id: path, reason: `${at}it is declared absent` })
  }
  const id = textIn(body, 'id')
  if (collection === 'policies') return addPolicy(id === null || id === '' ? { ...body, id: `${path.replace(/\.json$/i, '')}${pointer}` } : body, { path,
    at }, taking)
  if (isNew(collection, body, { path, at }, taking)) taking.builder.add(collection, body)
}

interface Place {
  readonly path: string
  readonly at: string
}

function addPolicy(body: JsonObject, { path, at }: Place, taking: Taking): void {
  const damaged = (reason: string): void => taking.builder.unread({ collection: 'policies', id: path, reason: `${at}${reason}` })
  const read = parsePolicy(body)
  if ('reason' in read) return damaged(read.reason)
  if (!isNew('policies', body, { path, at }, taking)) return
  taking.builder.add('policies', body)
  for (const { pointer, kind, value } of read.unrecognised) damaged(`\`${pointer}\`: unrecognised ${kind}, ${value}`)
  for (const id of placeholders(body)) damaged(`\`${id}\` is a placeholder, not an id`)
}

/** False where the object was found before, which is said unless a tenant file holds the same: files repeat what it knows. */
function isNew(collection: string, body: JsonObject, { path, at }: Place, { builder, seen }: Taking): boolean {
  const id = textIn(body, 'id') ?? ''
  const key = `${collection}/${id.toLowerCase()}`
  const first = seen.get(key)
  if (first === undefined) seen.set(key, { body, path })
  else if (first.path !== null || (collection === 'policies' && !samePolicy(first.body, body))) {
    builder.unread({ collection, id: path, reason: `${at}\`${id}\` occurs twice; the one in ${first.path === null ? 'the tenant file' : `\`${first.path}\``} is kept` })
  }
  return first === undefined
}

function placeholders(body: JsonObject): string[] {
  return [...new Set([...JSON.stringify(body['conditions'] ?? null).matchAll(/"(<[^"<>]+>)"/g)].map(match => match[1] ?? ''))]
}
