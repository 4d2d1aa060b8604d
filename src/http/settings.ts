import { Type } from 'typebox'
import { directoryRoles } from '#src/domain/operator.ts'
import { Declaration, TenantSettings } from '#src/domain/settings.ts'
import { declarationIn, type Directed } from '#src/skills/directing.ts'
import { toDecide, toRead } from '#src/skills/needs.ts'
import type { Caller, DecidingPorts, Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { pointing, problems, refusal } from './problems.ts'
import { signalOf } from './signals.ts'
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
      description: 'Objects may be given by name or id and are kept by id. A name that means nothing or several things is refused with the candidates.',
      headers: WriteHeaders, body: Declaration, response: { 200: Declared, ...otherwise }
    }
  }, async request => {
    const caller = callerOf(request)
    const directed = await declarationIn({ ports, caller, signal: signalOf(request) }, request.body)
    if (standsAnew(directed) && !(await deciding.rolesNow(caller, signalOf(request))).some(role => toStand.includes(role))) throw problems.roleMissing()
    await declare({ deciding, caller, pointer: '/body' }, directed)
    return ports.settings(caller)
  })
}

/** Who may decide that report-only policies are created without a person's decision on each. */
const toStand: readonly string[] = [directoryRoles.securityAdministrator, directoryRoles.globalAdministrator]

/** Whether a standing decision is made or changed; to take one back is anybody's who decides. */
function standsAnew(directed: Directed): boolean {
  if (!('settings' in directed)) return false
  const { settings: { autoCreateReportOnly: now }, standing: { autoCreateReportOnly: before } } = directed
  return now !== undefined && now !== before
}

/** Declares what is directed, unless something is wrong with it or somebody else declared in the meantime. */
export async function declare({ deciding, caller, pointer }: { deciding: DecidingPorts, caller: Caller, pointer: string }, directed: Directed): Promise<void> {
  if ('faults' in directed) throw pointing(problems.settingsInvalid(), directed.faults.map(fault => ({ pointer: pointer + fault.pointer, detail: fault.detail })))
  const refused = await deciding.declare(caller, directed.settings, directed.standing)
  if (refused !== undefined) throw refusal(refused)
}
