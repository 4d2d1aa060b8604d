import { named, nobody, nothing, type Proposal, type Seen } from './proposal.ts'
import { listed } from '../phrases.ts'
import { nameOf } from './people.ts'
import type { CompiledPolicy } from '#src/engine/compile.ts'

/** Groups that steer enforced policies and that others than privileged administrators can change: their owners, or whoever writes an attribute. */
export function groupProtections({ compiled }: Seen): Proposal[] {
  const { groups } = compiled.tenant
  const enforced = compiled.policies.filter(({ mode, workloads }) => mode === 'enforced' && workloads === null)
  const named = [...new Set(enforced.flatMap(({ users }) => [...users.include.groups, ...users.exclude.groups]))].filter(id => groups.indexOf(id) >= 0).sort()
  return named.flatMap((id): Proposal[] => {
    const index = groups.indexOf(id)
    const { isAssignableToRole, isManagementRestricted, membershipRule } = groups.at(index)
    const owners = groups.ownersOf(index)?.length ?? 0
    if (isAssignableToRole || isManagementRestricted || (owners === 0 && membershipRule === null)) return []
    const out = enforced.filter(({ users }) => users.exclude.groups.includes(id))
    const into = enforced.filter(({ users }) => users.include.groups.includes(id))
    return [protection({ id, name: nameOf(compiled, 'group', id), out, into, how: membershipRule === null ? `its owners (${owners})` : 'whoever can write the attributes of its rule' })]
  })
}

interface Steering {
  readonly id: string
  readonly name: string
  readonly out: readonly CompiledPolicy[]
  readonly into: readonly CompiledPolicy[]
  readonly how: string
}

function protection({ id, name, out, into, how }: Steering): Proposal {
  const guards = out.some(({ demand }) => demand.block || demand.clauses.length > 0)
  const risk = [
    ...out.length > 0 ? [`joining it leaves the person out of ${listed(out.map(named), 5)}`] : [], ...into.length > 0 ? [`leaving it leaves the person out of ${listed(into.map(named), 5)}`] : []
  ].join('; ')
  const policies = [...new Set([...out, ...into].map(({ policy }) => policy.id))].sort()
  return {
    kind: 'protectGroup', subject: id, severity: guards ? 'medium' : 'low', title: `Protect the group ${name}`, summary: `${how} can change the members of ${name}: ${risk}`, policies,
    steps: [{ do: 'advice', words: `use a role-assignable group, or put ${name} into a restricted management administrative unit, and take its owners away` }], change: nothing, isWatched: false,
    sources: ['Microsoft guidance, restricted management administrative units'], licence: ['Microsoft Entra ID P1'], reversible: 'nothing is changed', exposed: { ...nobody, reasons: [risk] },
    facts: [`group ${id}`, how, ...out.map(({ policy }) => `excluded from ${policy.id}`).sort(), ...into.map(({ policy }) => `included in ${policy.id}`).sort()]
  }
}
