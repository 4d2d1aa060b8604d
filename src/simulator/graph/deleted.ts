import type { Collection } from '../collection.ts'
import type { Entity } from '../json.ts'
import { appendAudit } from './audit.ts'
import { noSuchPolicyObject } from './error.ts'
import { answerList, answerOne, shown, type ListForm } from './list.ts'
import { locationForm, visibleLocations } from './locations.ts'
import { listOptions, parameter, type Answer, type Call, type Operation } from './operation.ts'
import { checkRoom } from './policies.ts'
import { policyForm } from './policy-form.ts'

interface Bin {
  readonly kind: 'ConditionalAccessPolicy' | 'NamedLocation'
  readonly deleted: Collection
  readonly live: Collection
  readonly form: ListForm
}

function policyBin(call: Call): Bin {
  return { kind: 'ConditionalAccessPolicy', deleted: call.state.deletedPolicies, live: call.state.collections.policies, form: policyForm }
}

function locationBin(call: Call): Bin {
  return { kind: 'NamedLocation', deleted: call.state.deletedLocations, live: call.state.collections.namedLocations, form: locationForm }
}

function entityOf(call: Call, bin: Bin, seen: 'read' | 'stored' = 'read'): Entity {
  const id = parameter(call, 'id')
  const entity = seen === 'read' ? bin.deleted.get(id) : bin.deleted.current(id)
  if (entity === undefined) throw noSuchPolicyObject(bin.kind, id)
  return entity
}

function restore(call: Call, bin: Bin): Answer {
  const entity = entityOf(call, bin, 'stored')
  if (bin.kind === 'ConditionalAccessPolicy') checkRoom(call)
  const restored: Entity = { ...entity, deletedDateTime: null }
  bin.deleted.remove(entity.id)
  bin.live.put(restored)
  appendAudit(call, { activity: `Restore ${bin.kind === 'NamedLocation' ? 'named location' : 'conditional access policy'}`, category: 'Policy', kind: bin.kind, after: restored })
  return { status: 200, body: shown(call, restored, bin.form) }
}

function purge(call: Call, bin: Bin): Answer {
  bin.deleted.remove(entityOf(call, bin, 'stored').id)
  return { status: 204 }
}

const root = '/identity/conditionalAccess/deletedItems'

function binOperations(prefix: string, path: string, binOf: (call: Call) => Bin): Operation[] {
  return [
    {
      id: `${prefix}.list`, method: 'GET', path, query: listOptions,
      answer: (call) => {
        const bin = binOf(call)
        const entities = bin.kind === 'NamedLocation' ? visibleLocations(call, bin.deleted.list()) : bin.deleted.list()
        return answerList(call, entities, bin.form)
      },
    },
    { id: `${prefix}.get`, method: 'GET', path: `${path}/{id}`, query: ['$select'], answer: (call) => answerOne(call, entityOf(call, binOf(call)), binOf(call).form) },
    { id: `${prefix}.restore`, method: 'POST', path: `${path}/{id}/restore`, query: [], answer: (call) => restore(call, binOf(call)) },
    { id: `${prefix}.delete`, method: 'DELETE', path: `${path}/{id}`, query: [], answer: (call) => purge(call, binOf(call)) },
  ]
}

/** What was deleted: listed, restored, or gone for good. */
export const deletedOperations: readonly Operation[] = [
  ...binOperations('deletedPolicies', `${root}/policies`, policyBin),
  ...binOperations('deletedLocations', `${root}/namedLocations`, locationBin),
]
