import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Unusable } from '#src/cli/terminal.ts'
import { createTenantBuilder } from '#src/tenant/builder.ts'
import { readTenantStream } from '#src/tenant/json-stream.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

export interface TenantSize {
  readonly users: number
  readonly apps: number
  readonly policies: number
}

/** Has another process write a tenant of the size, hands over its path, and removes it afterwards. */
export async function withTenantFile<T>(size: TenantSize, use: (path: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'lacuna-bench-'))
  try {
    const path = join(directory, 'tenant.json')
    const options = Object.entries({ ...size, seed: 1 }).flatMap(([name, value]) => [`--${name}`, String(value)])
    const child = spawn(process.execPath, ['src/cli/main.ts', 'generate', ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [complaint] = await Promise.all([text(child.stderr), once(child, 'close'), pipeline(child.stdout, createWriteStream(path))])
    if (child.exitCode !== 0) throw new Unusable(complaint.trim())
    return await use(path)
  } finally {
    await rm(directory, { recursive: true })
  }
}

export async function loadTenant(path: string): Promise<Tenant> {
  const builder = createTenantBuilder()
  await readTenantStream(createReadStream(path), builder)
  return builder.finish()
}

/** Milliseconds that the work took, with its result. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ result: Awaited<T>, ms: number }> {
  const start = performance.now()
  const result = await work()
  return { result, ms: performance.now() - start }
}

/** The work done once, and the best of three times that it was done again, in milliseconds. */
export async function coldAndWarm<T>(work: () => T): Promise<{ result: Awaited<T>, cold: number, warm: number, peakMb: number }> {
  const first = await timed(work)
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const again: number[] = []
  for (let round = 0; round < 3; round++) again.push((await timed(work)).ms)
  return { result: first.result, cold: rounded(first.ms), warm: rounded(Math.min(...again)), peakMb }
}

export function rounded(number: number): number {
  return Number(number.toFixed(1))
}
