import { Type } from 'typebox'
import type { FastifyRequest } from 'fastify'
import type { Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { problems } from './problems.ts'

/** The query of a list that pages. */
export const pageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 2000, description: 'The `next` of the page before.' })),
  top: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Items a page, 100 unless told.' }))
}

export const Next = Type.Optional(Type.String({ description: 'The cursor of the next page; absent on the last.' }))

/** Pages through one list. `about` names the list with its filters and snapshot: a cursor opens no other. */
export function pager(request: FastifyRequest, ports: Ports, about: string) {
  const caller = callerOf(request)
  return {
    from(cursor: string | undefined): number {
      if (cursor === undefined) return 0
      const opened = ports.cursors.open(caller, cursor)
      const from = opened?.['from']
      if (typeof from !== 'number' || opened?.['about'] !== about) throw problems.cursorInvalid()
      return from
    },
    next(end: number, total: number): { next?: string } {
      return end < total ? { next: ports.cursors.seal(caller, { about, from: end }) } : {}
    }
  }
}
