import { createExchangeLog, type ExchangeLog } from '#src/simulator/exchange-log.ts'
import { createFaults, type Faults } from '#src/simulator/faults.ts'
import { createGraph } from '#src/simulator/graph/graph.ts'
import type { Behaviour, Claims } from '#src/simulator/graph/operation.ts'
import { isObject, type Json, type JsonObject } from '#src/simulator/json.ts'
import { createState, type State } from '#src/simulator/state.ts'
import { createContractCheck, type ContractCheck } from './contract-check.ts'
import { ids, smallTenant } from './small-tenant.ts'

export interface Reply {
  readonly status: number
  readonly body: Json | undefined
  readonly headers: Readonly<Record<string, string>>
}

export interface Sent {
  readonly body?: unknown
  readonly headers?: Record<string, string>
  /** Claims that differ from those of the administrator, who may do everything. */
  readonly claims?: Partial<Claims>
}

export interface GraphUnderTest {
  readonly state: State
  readonly faults: Faults
  readonly log: ExchangeLog
  readonly behaviour: Behaviour
  readonly check: ContractCheck
  time: number
  send(method: string, url: string, sent?: Sent): Promise<Reply>
  /** What every exchange so far does against the contract. */
  violations(): string[]
}

const everything = [
  'Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess', 'Directory.Read.All', 'Group.ReadWrite.All', 'AuditLog.Read.All',
  'IdentityRiskyUser.Read.All', 'Agreement.Read.All', 'CustomSecAttributeAssignment.Read.All', 'User.ReadWrite.All',
].join(' ')

export const administrator: Claims = { oid: ids.admin, tid: ids.tenant, aud: 'https://graph.microsoft.com', azp: 'test', scp: everything, idtyp: 'user' }

function isClaims(value: unknown): value is Claims {
  return isObject(value) && ['oid', 'tid', 'aud', 'azp'].every((name) => typeof value[name] === 'string')
}

/** A Graph over a tenant, without HTTP; tokens are their claims, unsigned. */
export function graphUnderTest(tenant: Record<string, unknown> = smallTenant(), behaviour: Partial<Behaviour> = {}): GraphUnderTest {
  const file: unknown = JSON.parse(JSON.stringify(tenant))
  const state = createState(isObject(file) ? file : {}, { clock: () => new Date(under.time) })
  const log = createExchangeLog(10_000)
  const faults = createFaults(() => under.time)
  const shape: Behaviour = { patchMode: 'merge', pageSize: 100, ...behaviour }
  const verify = async (token: string): Promise<Claims> => {
    const claims: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    if (!isClaims(claims)) throw new TypeError('not a token')
    return claims
  }
  const graph = createGraph({ state, behaviour: shape, faults, log, verify })
  const check = createContractCheck()
  const under: GraphUnderTest = {
    state, faults, log, behaviour: shape, check, time: Date.parse('2026-04-01T12:00:00Z'),
    async send(method, url, { body, headers = {}, claims = {} } = {}) {
      const token = Buffer.from(JSON.stringify({ ...administrator, ...claims })).toString('base64url')
      const path = url.replace('https://graph.microsoft.com', '')
      const hits = faults.strike({ host: 'graph', method, path })
      const text = body === undefined ? '' : JSON.stringify(body)
      return graph.answer({ method, url: path, headers: { authorization: `Bearer ${token}`, ...headers }, text }, hits)
    },
    violations: () => log.exchanges().flatMap((exchange) => check.violations(exchange)),
  }
  return under
}

/** The objects of a list answer. */
export function valuesOf(reply: Reply): JsonObject[] {
  const value = isObject(reply.body) ? reply.body['value'] : undefined
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The answer's body as an object; empty when it is none. */
export function objectOf(reply: Reply): JsonObject {
  return isObject(reply.body) ? reply.body : {}
}

/** The message of an error answer. */
export function messageOf(reply: Reply): string {
  const error = objectOf(reply)['error']
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : ''
}
