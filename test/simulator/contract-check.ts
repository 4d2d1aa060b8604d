import ajvFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { contract } from '#test/fixtures/graph/contract.mjs'
import type { Exchange } from '#src/simulator/exchange-log.ts'

/** Compares exchanges with the Graph contract: what the request or the answer does that the contract does not know. */
export interface ContractCheck {
  violations(exchange: Exchange): string[]
}

/** Operations that the simulator serves and the contract does not describe; nor does it describe keys as `(appId='...')`. */
const outside = [
  'me.transitiveMemberOf', 'me.directoryRoles', 'deletedLocations.get', 'deletedLocations.delete', 'groups.owners', 'securityDefaults.get',
  'crossTenantDefault.get', 'crossTenantPartners.list', 'crossTenantPartners.get', 'deviceRegistrationPolicy.get',
  'roleAssignmentScheduleInstances.list',
]

export function createContractCheck(): ContractCheck {
  const checker = contract({ Ajv2020, addFormats: ajvFormats.default })
  return {
    violations(exchange) {
      if (exchange.operation !== undefined && outside.includes(exchange.operation)) return []
      const { op, errors } = checker.request(exchange.method, exchange.url, exchange.requestBody)
      if (op === null) return exchange.url.includes("='") ? [] : errors
      const select = exchange.url.includes('select=')
      const { errors: answered } = checker.response(op, exchange.status, exchange.responseBody, { select })
      const named = [...(exchange.status < 400 ? errors : []), ...answered]
      return named.map((error) => `${exchange.method} ${exchange.url} ${exchange.status}: ${error}`)
    },
  }
}
