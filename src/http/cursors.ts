import { createHmac, timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Ports } from '#src/skills/ports.ts'

const Content = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))

/** Opaque cursors: what they hold is signed with `key` for one tenant, and readable by whoever decodes them. */
export function createCursors(key: Uint8Array): Ports['cursors'] {
  function signature(tenantId: string, content: string): Buffer {
    return createHmac('sha256', key).update(`cursor ${tenantId} ${content}`).digest().subarray(0, 16)
  }
  return {
    seal({ operator }, value) {
      const content = Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${content}.${signature(operator.tid, content).toString('base64url')}`
    },
    open({ operator }, cursor) {
      const [content = '', signed = ''] = cursor.split('.')
      const given = Buffer.from(signed, 'base64url')
      const wanted = signature(operator.tid, content)
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
      return Value.Parse(Content, JSON.parse(Buffer.from(content, 'base64url').toString()))
    }
  }
}
