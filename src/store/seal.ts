import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Encrypts small secrets for the database. `context` is bound to them: a sealed value opens only where it belongs. */
export interface Seal {
  seal(secret: string, context: string): Uint8Array
  /** The secret, or undefined if it was sealed with another key or for another context. */
  open(sealed: Uint8Array, context: string): string | undefined
}

const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM with a key of 32 bytes: nonce, tag and ciphertext in one. */
export function createSeal(key: Uint8Array): Seal {
  if (key.length !== 32) throw new Error('the encryption key must have 32 bytes', { cause: { found: key.length, wanted: 32 } })
  return {
    seal(secret, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text])
    },
    open(sealed, context) {
      if (sealed.length < nonceBytes + tagBytes) return undefined
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      try {
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    }
  }
}
