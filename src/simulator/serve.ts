import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { createControlApp } from './control.ts'
import { createExchangeLog, type ExchangeLog } from './exchange-log.ts'
import { createFaults, type FaultRule, type Faults } from './faults.ts'
import { createGraphApp } from './graph/app.ts'
import { createGraph } from './graph/graph.ts'
import type { Behaviour, PatchMode } from './graph/operation.ts'
import type { Verify } from './graph/token.ts'
import { listen } from './listen.ts'
import type { State } from './state.ts'
import { breakOff, refuseLogin, strikeTransport, type HitMap } from './transport-faults.ts'

/** A running simulator, on 127.0.0.1 and plain HTTP. */
export interface Simulator {
  readonly port: number
  readonly state: State
  readonly faults: Faults
  readonly log: ExchangeLog
  readonly behaviour: Behaviour
  close(): Promise<void>
}

export interface ServeOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Faults that are on from the start. */
  readonly faults?: readonly FaultRule[]
  readonly patchMode?: PatchMode
  /** The page size of collections whose own is not documented; 100 when left out. */
  readonly pageSize?: number
  /** How many exchanges the log keeps; 200 when left out. */
  readonly logLength?: number
}

/** The login side: how its tokens are checked, and its routes. */
export interface LoginSide {
  readonly verify: Verify
  readonly plugin: FastifyPluginAsync
}

function createLoginApp(plugin: FastifyPluginAsync, faults: Faults): FastifyInstance {
  const app = fastify({ forceCloseConnections: true })
  const hits: HitMap = new WeakMap()
  app.addHook('onRequest', strikeTransport(faults, 'login', hits))
  app.addHook('onRequest', refuseLogin(hits))
  app.addHook('onSend', breakOff(hits))
  app.register(plugin)
  return app
}

/** Serves Graph, the login and the controls over a tenant. */
export async function serve(state: State, login: LoginSide, options: ServeOptions = {}): Promise<Simulator> {
  const faults = createFaults(() => Date.now())
  for (const rule of options.faults ?? []) faults.add(rule)
  const log = createExchangeLog(options.logLength ?? 200)
  const behaviour: Behaviour = { patchMode: options.patchMode ?? 'merge', pageSize: options.pageSize ?? 100 }
  const graph = createGraph({ state, behaviour, faults, log, verify: login.verify })
  const listening = await listen({
    graph: createGraphApp(graph, faults),
    login: createLoginApp(login.plugin, faults),
    control: createControlApp({ faults, log, behaviour }),
  }, options.port ?? 0)
  return { port: listening.port, state, faults, log, behaviour, close: () => listening.close() }
}
