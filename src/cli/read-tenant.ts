import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { createTenantBuilder, type TenantBuilder } from '#src/tenant/builder.ts'
import { readExports } from '#src/tenant/exports.ts'
import { readTenantStream } from '#src/tenant/json-stream.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { say, Unusable } from './terminal.ts'

/** Bytes between two notes of progress. */
const interval = 64 * 1024 * 1024

/** Reads a tenant file, plain or gzip, or a directory of exports. Rejects with `Unusable` where nothing of it can be used. */
export async function readTenant(path: string): Promise<Tenant> {
  const builder = createTenantBuilder()
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Unusable(`\`${path}\` cannot be read (${error.code ?? error.message}); give a tenant file or a directory of exports`)
  })
  if (found.isDirectory()) await readDirectory(path, builder)
  else await readFileStream(path, builder)
  const tenant = builder.finish()
  if (tenant.policies.length === 0 && tenant.users.count === 0) {
    const reasons = tenant.unread.slice(0, 5).map(({ collection, id, reason }) => `\n  ${collection}${id === undefined ? '' : ` \`${id}\``}: ${reason}`)
    throw new Unusable(`\`${path}\` holds no policy and no user that can be read${reasons.join('')}`)
  }
  return tenant
}

async function readDirectory(path: string, builder: TenantBuilder): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const names = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort()
  const files = await Promise.all(names.map(async name => ({ path: name.slice(join(path, '/').length), bytes: await readFile(name) })))
  readExports(files, builder)
}

async function readFileStream(path: string, builder: TenantBuilder): Promise<void> {
  let told = 0
  const onProgress = (read: number): void => {
    if (read - told < interval) return
    told = read
    say(`read ${Math.round(read / 1024 / 1024)} MB`)
  }
  const bytes = createReadStream(path, { highWaterMark: 1 << 20 })
  if (!await isGzip(path)) return readTenantStream(bytes, builder, onProgress)
  const unpacked = createGunzip()
  try {
    await Promise.all([pipeline(bytes, unpacked), readTenantStream(unpacked, builder, onProgress)])
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (String(error.code).startsWith('Z_')) builder.unread({ collection: 'file', id: path, reason: `its compression is damaged: ${error.message}` })
    else if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(2) })
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}
