import { unitOperations } from './administrative-units.ts'
import { applicationOperations } from './applications.ts'
import { contextOperations } from './contexts.ts'
import { deletedOperations } from './deleted.ts'
import { evaluateOperations } from './evaluate.ts'
import { groupOperations } from './groups.ts'
import { locationOperations } from './locations.ts'
import { logOperations } from './logs.ts'
import type { Operation } from './operation.ts'
import { hasPermissions } from './permissions.ts'
import { policyOperations } from './policies.ts'
import { roleOperations } from './roles.ts'
import { settingOperations } from './settings.ts'
import { strengthOperations } from './strengths.ts'
import { templateOperations } from './templates.ts'
import { userOperations } from './users.ts'

/** Every operation that the simulator serves, in both versions. */
export const operations: readonly Operation[] = [
  ...policyOperations, ...deletedOperations, ...locationOperations, ...templateOperations, ...strengthOperations, ...contextOperations, ...evaluateOperations,
  ...userOperations, ...groupOperations, ...unitOperations, ...roleOperations, ...applicationOperations, ...logOperations, ...settingOperations,
]

interface Route {
  readonly operation: Operation
  readonly pattern: RegExp
  readonly literal: number
}

export interface Found {
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
}

function route(operation: Operation): Route {
  if (!hasPermissions(operation.id)) throw new Error(`the permissions of \`${operation.id}\` are not known; add them to permissions.json`)
  const source = operation.path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{(\w+)\}/g, "(?<$1>[^/']+)")
  return { operation, pattern: new RegExp(`^${source}$`, 'i'), literal: operation.path.replaceAll(/\{\w+\}/g, '').length }
}

const routes = operations.map(route).sort((a, b) => b.literal - a.literal)

/** The operation of a method and a path without its version; undefined when there is none. */
export function findOperation(method: string, path: string): Found | undefined {
  for (const { operation, pattern } of routes) {
    const match = operation.method === method ? pattern.exec(path) : null
    if (match !== null) return { operation, parameters: { ...match.groups } }
  }
  return undefined
}

/** True when some method is served at this path. */
export function knownPath(path: string): boolean {
  return routes.some(({ pattern }) => pattern.test(path))
}
