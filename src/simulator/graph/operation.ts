import type { Json } from '../json.ts'
import type { State } from '../state.ts'
import type { Query } from './query.ts'
import type { Rendering } from './render.ts'
import type { Version } from './vocabulary.ts'

/** Who calls, from a verified access token. `scp` is space separated. */
export interface Claims {
  readonly oid: string
  readonly tid: string
  readonly aud: string
  readonly azp: string
  readonly scp?: string
  readonly roles?: string[]
  readonly idtyp?: 'app' | 'user'
  readonly wids?: string[]
}

export type PatchMode = 'merge' | 'replace'

/** How the simulated service behaves where real ones differ or are not known. */
export interface Behaviour {
  /** Whether a PATCH replaces each complex member that is sent, or merges it with what is stored. */
  patchMode: PatchMode
  /** The page size of collections whose own is not documented. */
  readonly pageSize: number
}

/** One request, understood. */
export interface Call {
  readonly state: State
  readonly behaviour: Behaviour
  readonly operation: Operation
  readonly version: Version
  readonly path: string
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Query
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json | undefined
  readonly caller: Claims
  readonly rendering: Rendering
  /** The caller sent `ConsistencyLevel: eventual`. */
  readonly eventual: boolean
  /** What the caller's token permits, with the higher permissions that include a lower one. */
  readonly permits: (permission: string) => boolean
}

export interface Answer {
  readonly status: number
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

/** One operation of Graph; `id` is its name in the contract without the version, and the key of its permissions. */
export interface Operation {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query: readonly string[]
  readonly answer: (call: Call) => Answer
}

export const listOptions = ['$select', '$filter', '$top', '$count', '$orderby', '$skip']
export const directoryOptions = ['$select', '$filter', '$top', '$count', '$orderby', '$search', '$expand', '$skiptoken']

/** The value of a path parameter; the path of an operation names it. */
export function parameter(call: Call, name: string): string {
  return call.parameters[name] ?? ''
}
