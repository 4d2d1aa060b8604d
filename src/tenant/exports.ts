import { collections, type TenantBuilder } from './builder.ts'
import { textOf } from './encodings.ts'
import { isObject, objectIn, textIn, type JsonObject } from './json.ts'
import { parsePolicy } from './policy.ts'

/** A file of an export, with its path inside the directory. */
export interface ExportedFile {
  readonly path: string
  readonly bytes: Uint8Array
}

const known = new Set<string>(collections)

/**
 * Reads a directory of exports as Entra, IntuneManagement or Microsoft365DSC tools write them: a policy, a group or a named
 * location a file, lists of them, or `{ value: [...] }`, in any of the usual encodings; a `tenant.json` holds the rest of the
 * tenant and wins. What a file says that could not be read is recorded under its path, the rest is taken.
 */
export function readExports(files: readonly ExportedFile[], builder: TenantBuilder): void {
  const json = files.filter(({ path }) => path.toLowerCase().endsWith('.json'))
  const ordered = [...json].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
  const seen = new Set<string>()
  for (const file of ordered) {
    const value = parsed(file, builder)
    if (value === undefined) continue
    if (isTenantFile(value)) addTenant(value, builder, seen)
    else for (const entry of entriesOf(value)) addEntry(entry, file.path, { builder, seen })
  }
}

interface Taking {
  readonly builder: TenantBuilder
  /** Ids that were taken, by collection, so that the first file that describes an object wins. */
  readonly seen: Set<string>
}

function rank({ path }: ExportedFile): number {
  return path.toLowerCase().endsWith('tenant.json') ? 0 : 1
}

function parsed({ path, bytes }: ExportedFile, builder: TenantBuilder): unknown {
  const text = textOf(bytes)
  if (text === undefined) return void builder.unread({ collection: 'file', id: path, reason: 'it is neither UTF-8 nor UTF-16 text' })
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (error) {
    return void builder.unread({ collection: 'file', id: path, reason: `it is not JSON: ${error instanceof Error ? error.message : 'unknown'}` })
  }
}

function isTenantFile(value: unknown): value is JsonObject {
  return isObject(value) && objectIn(value, 'conditions') === null &&
    ['users', 'policies', 'servicePrincipals', 'roleAssignments', 'subscribedSkus', 'settings', 'groups'].some(name => name in value && (name === 'settings' || Array.isArray(value[name])))
}

function addTenant(file: JsonObject, builder: TenantBuilder, seen: Set<string>): void {
  for (const [name, value] of Object.entries(file)) {
    if (!known.has(name) || !Array.isArray(value)) builder.add(name, value)
    else {
      builder.begin(name)
      for (const entry of value) {
        builder.add(name, entry)
        if (isObject(entry)) seen.add(`${name}/${textIn(entry, 'id') ?? ''}`)
      }
    }
  }
}

function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isObject(value) && Array.isArray(value['value']) ? value['value'] : [value]
}

function addEntry(entry: unknown, path: string, { builder, seen }: Taking): void {
  const collection = collectionOf(entry, path)
  if (collection === undefined || !isObject(entry)) return void builder.unread({ collection: 'file', id: path, reason: 'it is no policy, group or named location' })
  const key = `${collection}/${textIn(entry, 'id') ?? path}`
  if (seen.has(key)) return
  seen.add(key)
  if (collection !== 'policies') return void builder.add(collection, entry)
  const body = textIn(entry, 'id') === null ? { ...entry, id: path.replace(/\.json$/i, '') } : entry
  const read = parsePolicy(body)
  if ('reason' in read) return void builder.unread({ collection: 'policies', id: path, reason: read.reason })
  builder.add('policies', body)
  for (const { pointer, kind, value } of read.unrecognised) builder.unread({ collection: 'policies', id: path, reason: `\`${pointer}\`: unrecognised ${kind}, ${value}` })
  for (const id of placeholders(body)) builder.unread({ collection: 'policies', id: path, reason: `\`${id}\` is a placeholder, not an id` })
}

function collectionOf(entry: unknown, path: string): string | undefined {
  if (!isObject(entry)) return undefined
  const type = textIn(entry, '@odata.type')?.toLowerCase() ?? ''
  if (objectIn(entry, 'conditions') !== null || type.endsWith('conditionalaccesspolicy')) return 'policies'
  if (type.endsWith('namedlocation')) return 'namedLocations'
  if (type.endsWith('.group') || /(^|\/)groups\//i.test(path)) return 'groups'
  return Array.isArray(entry['ipRanges']) || Array.isArray(entry['countriesAndRegions']) ? 'namedLocations' : undefined
}

function placeholders(body: JsonObject): string[] {
  return [...new Set([...JSON.stringify(body['conditions'] ?? null).matchAll(/"(<[^"<>]+>)"/g)].map(match => match[1] ?? ''))]
}
