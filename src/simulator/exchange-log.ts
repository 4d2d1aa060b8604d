import type { Json } from './json.ts'

/** One request to Graph and its answer, bodies parsed; tokens are not kept. Requests inside a batch are exchanges of their own. */
export interface Exchange {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly requestBody: Json | undefined
  /** The operation's id in the contract without the version; undefined when no operation was found. */
  readonly operation: string | undefined
  readonly status: number
  readonly responseBody: Json | undefined
  /** The answer did not reach the caller whole. */
  readonly broken: boolean
}

export interface ExchangeLog {
  /** The last exchanges, oldest first. */
  exchanges(): readonly Exchange[]
  /** Calls for each exchange from now on; answers how to stop. */
  listen(listener: (exchange: Exchange) => void): () => void
  add(exchange: Exchange): void
  clear(): void
}

/** Keeps the last `length` exchanges. */
export function createExchangeLog(length: number): ExchangeLog {
  let kept: Exchange[] = []
  const listeners = new Set<(exchange: Exchange) => void>()
  return {
    exchanges: () => kept,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(exchange) {
      kept.push(exchange)
      if (kept.length > 2 * length) kept = kept.slice(-length)
      for (const listener of listeners) listener(exchange)
    },
    clear() {
      kept = []
    },
  }
}
