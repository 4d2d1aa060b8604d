import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** What the person gave cannot be used: the message says what to do, and the command ends with 2. */
export class Unusable extends Error {}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

/** Writes a result to standard output, as fast as it is taken. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Tells progress on standard error. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Arguments by Node's own parser; what it refuses is `Unusable`. */
export function argumentsOf<const T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) throw new Unusable(error.message)
    throw error
  }
}

/** The one path that a verb takes. */
export function pathOf(positionals: readonly string[], name: string): string {
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new Unusable(`give one \`${name}\``)
  return path
}

/** A whole number of an option. */
export function numberOf(value: string | undefined, name: string): number {
  if (value === undefined || !/^\d{1,9}$/.test(value)) throw new Unusable(`give \`--${name}\` a whole number`)
  return Number(value)
}

/** The lines of a file, or of standard input (`-`). */
export async function* linesOf(source: string): AsyncGenerator<string> {
  const input = source === '-' ? process.stdin : createReadStream(source)
  try {
    yield* createInterface({ input, crlfDelay: Infinity })
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Unusable(`\`${source}\` cannot be read (${String(error.code)})`)
    throw error
  }
}
