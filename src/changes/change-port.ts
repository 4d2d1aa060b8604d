import type { Change } from '#src/domain/change.ts'
import { inTenant } from '#src/store/in-tenant.ts'
import { listChanges, readChange } from '#src/store/queries/changes.ts'
import { keepToken } from '#src/store/queries/tokens.ts'
import type { Caller, DecidingPorts, Ports } from '#src/skills/ports.ts'
import { decide, type Command, type Refused } from './decide.ts'
import { decidedByStanding } from './standing.ts'
import { submit } from './submission.ts'
import { advance, type Target, type Workflow } from './workflow.ts'

function targetOf({ operator }: Caller, id: string): Target {
  return { tenantId: operator.tid, id }
}

/** Changes as skills and routes ask for them; `link` gives the address at which a person decides. */
export function createChangePort(workflow: Workflow, link: (id: string) => string): Ports['changes'] {
  const { database } = workflow
  return {
    async submit(caller, submission) {
      const { operator } = caller
      const answer = await submit(workflow, { tenantId: operator.tid, oid: operator.oid, byApplication: operator.kind === 'application' }, submission)
      return 'refused' in answer || answer.existing ? answer : { ...answer, change: await decidedByStanding(workflow, caller, answer.change) }
    },
    get: ({ operator }, id) => inTenant(database, operator.tid, tenant => readChange(tenant, id)),
    list: ({ operator }, state) => inTenant(database, operator.tid, tenant => listChanges(tenant, state === undefined ? undefined : [state])),
    link
  }
}

/** What the deciding routes ask of changes. Whether the caller may decide at all is settled before. */
export function createDecidingPort(workflow: Workflow): Omit<DecidingPorts, 'declare' | 'remember'> {
  const { database, seal, graph, clock, rules } = workflow
  const now = (): string => clock.now().toISOString()

  /** Steps with the caller's token, which is obtained before anything is recorded, and kept if the step sends the applying job. */
  async function withToken(caller: Caller, id: string, command: Command): Promise<Change | Refused> {
    const target = targetOf(caller, id)
    const change = await inTenant(database, target.tenantId, tenant => readChange(tenant, id))
    if (change === undefined) return { refused: 'not-found', detail: `there is no change \`${id}\`` }
    const foreseen = decide(change, command, rules)
    if ('refused' in foreseen) return foreseen
    const token = await graph.tokenOf(caller)
    return advance(workflow, target, {
      actor: caller.operator.oid, command, also: async (tenant, step) => { if (step.applies) await keepToken(tenant, seal, id, token) }
    })
  }

  const plainly = (caller: Caller, id: string, command: Command): Promise<Change | Refused> => advance(workflow, targetOf(caller, id), { actor: caller.operator.oid, command })

  return {
    approve: async (caller, id, seen) => withToken(caller, id, { do: 'approve', by: caller.operator.oid, at: now(), ...seen }),
    resolve: async (caller, id, found) => withToken(caller, id, { do: 'resolve', by: caller.operator.oid, at: now(), ...found }),
    reject: async (caller, id, seen) => plainly(caller, id, { do: 'reject', by: caller.operator.oid, at: now(), ...seen }),
    withdraw: async (caller, id) => plainly(caller, id, { do: 'withdraw', by: caller.operator.oid }),
    comment: async (caller, id, text) => plainly(caller, id, { do: 'comment', by: caller.operator.oid, at: now(), text }),
    rolesNow: (caller, signal) => graph.rolesOf(caller, signal)
  }
}
