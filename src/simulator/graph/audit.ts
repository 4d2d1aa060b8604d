import { randomUUID } from 'node:crypto'
import { findUser } from '../directory-objects.ts'
import { textAt, type Entity, type JsonObject } from '../json.ts'
import type { Call } from './operation.ts'
import { isApplication } from './permissions.ts'

export interface AuditedWrite {
  readonly activity: string
  readonly category: 'Policy' | 'GroupManagement'
  readonly kind: string
  readonly before?: Entity
  readonly after?: Entity
}

function initiator(call: Call): JsonObject {
  if (isApplication(call.caller)) {
    const servicePrincipal = call.state.collections.servicePrincipals.list().find((one) => textAt(one, 'appId') === call.caller.azp)
    return {
      user: null,
      app: {
        appId: call.caller.azp, displayName: textAt(servicePrincipal, 'displayName') ?? null,
        servicePrincipalId: call.caller.oid, servicePrincipalName: null,
      },
    }
  }
  const user = findUser(call.state, call.caller.oid)
  return {
    app: null,
    user: {
      id: call.caller.oid, displayName: textAt(user, 'displayName') ?? null,
      userPrincipalName: textAt(user, 'userPrincipalName') ?? null, ipAddress: null,
    },
  }
}

/** Appends what was written, by whom and what it was before, to the directory audits; nothing in a tenant whose audits cannot be read. */
export function appendAudit(call: Call, write: AuditedWrite): void {
  const audits = call.state.collections.directoryAudits
  if (!audits.readable) return
  const target = write.after ?? write.before
  audits.put({
    id: `Audit_${randomUUID()}`,
    category: write.category,
    correlationId: call.headers['client-request-id'] ?? randomUUID(),
    result: 'success',
    resultReason: null,
    activityDisplayName: write.activity,
    activityDateTime: call.state.now().toISOString(),
    loggedByService: write.category === 'Policy' ? 'Conditional Access' : 'Core Directory',
    operationType: operationType(write),
    initiatedBy: initiator(call),
    targetResources: [{
      id: target?.id ?? null, displayName: textAt(target, 'displayName') ?? null, type: write.category === 'Policy' ? 'Policy' : 'Group',
      userPrincipalName: null, groupType: null,
      modifiedProperties: [{
        displayName: write.kind,
        oldValue: write.before === undefined ? null : JSON.stringify(write.before),
        newValue: write.after === undefined ? null : JSON.stringify(write.after),
      }],
    }],
    additionalDetails: [],
  })
}

function operationType(write: AuditedWrite): string {
  if (write.before === undefined) return 'Add'
  return write.after === undefined ? 'Delete' : 'Update'
}
