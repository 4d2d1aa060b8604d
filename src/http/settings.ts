import { Type } from 'typebox'
import { TenantSettings } from '#src/domain/settings.ts'
import { toDecide, toRead } from '#src/skills/needs.ts'
import type { DecidingPorts, Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import type { TypedApp } from './typed.ts'

const Declared = Type.Object(TenantSettings.properties, { additionalProperties: false })

/** What people declare about the tenant that Graph cannot tell, such as its emergency accounts. Declaring is deciding. */
export function addSettingsRoutes(app: TypedApp, { ports, deciding }: { ports: Ports, deciding: DecidingPorts }): void {
  app.get('/settings', {
    config: { needs: toRead }, schema: {
      operationId: 'getSettings', summary: 'What is declared about the tenant', tags: ['settings'], response: { 200: Declared, ...otherwise }
    }
  }, async request => ports.settings(callerOf(request)))
  app.put('/settings', {
    config: { needs: toDecide }, schema: {
      operationId: 'declareSettings', summary: 'Declare what Graph cannot tell about the tenant; replaces what was declared', tags: ['settings', 'deciding'],
      headers: WriteHeaders, body: Declared, response: { 200: Declared, ...otherwise }
    }
  }, async request => {
    await deciding.declare(callerOf(request), request.body)
    return ports.settings(callerOf(request))
  })
}
