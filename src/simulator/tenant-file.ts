import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { isObject, parseJson, type JsonObject } from './json.ts'

/** A V8 string ends near 512 MB, so a file read in one piece must stay below. */
const largest = 500_000_000

/**
 * Reads a tenant file, plain or gzip, in one piece. Throws when it is larger than 500 MB once unpacked or not a JSON object.
 */
export async function readTenantFile(path: string): Promise<JsonObject> {
  const bytes = await readFile(path)
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes
  if (plain.length > largest) throw new Error(`\`${path}\` is larger than 500 MB; generate a smaller tenant to simulate`)
  const document = parseJson(plain.toString('utf8'))
  if (!isObject(document)) throw new Error(`\`${path}\` is not a tenant file; it must hold one JSON object`)
  return document
}
