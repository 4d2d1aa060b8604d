import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

const Holder = Type.Object({ pid: Type.Integer({ minimum: 1 }), started: Type.String() })
type Holder = Static<typeof Holder>

/** When a process started, so that a recycled process id is not taken for the one that wrote the lock; '' where that cannot be told. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return startOf(pid) === started
}

async function holderOf(path: string): Promise<{ text: string, holder: Holder | undefined } | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const holder: unknown = JSON.parse(text)
    return { text, holder: Value.Check(Holder, holder) ? holder : undefined }
  } catch {
    return { text, holder: undefined }
  }
}

/** Moves a dead process's lock aside. What was moved must be what was read: else a third process was faster, and gets it back. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => undefined)
  if (moved !== undefined && moved !== text) await writeFile(path, moved, { flag: 'wx' }).catch(() => undefined)
  await rm(aside, { force: true })
}

/**
 * Holds a directory for this process by a file beside it (`DIR.lock`). A lock left by a process that is gone is taken over;
 * one of a living process is refused, naming it. Answers how to let go.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${directory}.lock`
  await mkdir(dirname(path), { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  for (let attempt = 0; attempt < 5; attempt++) {
    const isMine = await writeFile(path, mine, { flag: 'wx' }).then(() => true, () => false)
    if (isMine) return () => rm(path, { force: true })
    const found = await holderOf(path)
    if (found?.holder !== undefined && isAlive(found.holder)) {
      throw new Error(`the database \`${directory}\` is in use by process ${found.holder.pid}; stop that process or choose another DATABASE_URL`,
        { cause: { lock: path, ...found.holder } })
    }
    if (found !== undefined) await removeStale(path, found.text)
  }
  throw new Error(`the lock \`${path}\` cannot be taken; make its directory writable`)
}
