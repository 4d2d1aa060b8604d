import { createHash } from 'node:crypto'
import { stableText } from '#src/domain/stable-text.ts'

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** SHA-256 over the stable JSON of a value, in hex. */
export function contentHash(value: unknown): string {
  return sha256(stableText(value))
}
