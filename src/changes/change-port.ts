import { inTenant } from '#src/store/in-tenant.ts'
import { listChanges, readChange } from '#src/store/queries/changes.ts'
import { keepToken } from '#src/store/queries/tokens.ts'
import type { Caller, DecidingPorts, Ports } from '#src/skills/ports.ts'
import { decide, type Command } from './decide.ts'
import { submit } from './submission.ts'
import { advance, type Target, type Workflow } from './workflow.ts'

function targetOf({ operator }: Caller, id: string): Target {
  return { tenantId: operator.tid, id }
}

/** Changes as skills and routes ask for them; `link` gives the address at which a person decides. */
export function createChangePort(workflow: Workflow, link: (id: string) => string): Ports['changes'] {
  const { database } = workflow
  return {
    submit: ({ operator }, submission) => submit(workflow, { tenantId: operator.tid, oid: operator.oid }, submission),
    get: ({ operator }, id) => inTenant(database, operator.tid, tenant => readChange(tenant, id)),
    list: ({ operator }, state) => inTenant(database, operator.tid, tenant => listChanges(tenant, state === undefined ? undefined : [state])),
    link
  }
}

/** What the deciding routes ask of changes. Whether the caller may decide at all is settled before. */
export function createDecidingPort(workflow: Workflow): Omit<DecidingPorts, 'declare' | 'remember'> {
  const { database, seal, graph, clock, rules } = workflow
  return {
    async approve(caller, id, seen) {
      const [target, actor] = [targetOf(caller, id), caller.operator.oid]
      const command: Command = { do: 'approve', by: actor, at: clock.now().toISOString(), ...seen }
      const change = await inTenant(database, target.tenantId, tenant => readChange(tenant, id))
      if (change === undefined) return { refused: 'not-found', detail: `there is no change \`${id}\`` }
      const foreseen = decide(change, command, rules)
      if ('refused' in foreseen) return foreseen
      const token = await graph.tokenOf(caller)
      return advance(workflow, target, {
        actor, command, also: async (tenant, step) => { if (step.applies) await keepToken(tenant, seal, id, token) }
      })
    },
    reject: (caller, id, seen) => advance(workflow, targetOf(caller, id), {
      actor: caller.operator.oid, command: { do: 'reject', by: caller.operator.oid, at: clock.now().toISOString(), ...seen }
    }),
    withdraw: (caller, id) => advance(workflow, targetOf(caller, id), {
      actor: caller.operator.oid, command: { do: 'withdraw', by: caller.operator.oid }
    }),
    rolesNow: (caller, signal) => graph.rolesOf(caller, signal)
  }
}
