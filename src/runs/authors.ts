import { isObject, objectIn, textIn, type JsonObject } from '#src/tenant/json.ts'
import type { Entry } from './ports.ts'

/** Who changed an object last, and when, as far as the audit log that comes with a reading says so. */
export class AuthorBook {
  /** Whether the audit log was among what was read. */
  wasRead = false
  readonly #last = new Map<string, { by: string, at: string }>()

  take({ collection, value }: Entry): void {
    if (collection !== 'directoryAudits') return
    this.wasRead = true
    const by = isObject(value) ? initiatorOf(value) : null
    const at = isObject(value) ? textIn(value, 'activityDateTime') : null
    if (!isObject(value) || by === null || at === null) return
    for (const id of targetsOf(value)) if ((this.#last.get(id)?.at ?? '') <= at) this.#last.set(id, { by, at })
  }

  of(id: string): { readonly by: string, readonly at: string } | undefined {
    return this.#last.get(id.toLowerCase())
  }
}

function initiatorOf(audit: JsonObject): string | null {
  const initiator = objectIn(audit, 'initiatedBy') ?? {}
  const [user, app] = [objectIn(initiator, 'user') ?? {}, objectIn(initiator, 'app') ?? {}]
  return textIn(user, 'userPrincipalName') ?? textIn(user, 'displayName') ?? textIn(user, 'id') ?? textIn(app, 'displayName') ?? textIn(app, 'appId')
}

function targetsOf(audit: JsonObject): string[] {
  const targets = audit['targetResources']
  return (Array.isArray(targets) ? targets : []).flatMap((target: unknown) => isObject(target) ? textIn(target, 'id')?.toLowerCase() ?? [] : [])
}
