import { test } from 'tap'
import { announce } from '#src/advisor/writes/announce.ts'
import { patchFor } from '#src/advisor/writes/policy-patch.ts'
import { patched } from '#src/simulator/graph/merge.ts'
import { normalised } from '#src/simulator/graph/normalise.ts'
import { isObject, objectAt } from '#src/simulator/json.ts'
import { bodyOf } from '#src/engine/analyse/policy-body.ts'
import { normalForm, samePolicy } from '#src/tenant/normal-form.ts'
import { parsePolicy } from '#src/tenant/policy.ts'
import { randomConditions } from '#test/properties/draw/conditions.ts'
import { grantControls, sessionControls } from '#test/properties/draw/controls.ts'
import { seeded } from '#test/properties/draw/random.ts'
import { ids } from '#test/fixtures/small-tenant.ts'
import { managed, written, announced, bodyFor } from '#test/fixtures/written.ts'

const lasting = ['insiderRiskLevels', 'agentIdRiskLevels', 'clientApplications']
const [refusedAsNull, modes] = [['locations', 'platforms', 'devices', 'clientApplications', 'authenticationFlows', 'insiderRiskLevels'], ['merge', 'replace'] as const]

/** A policy as Graph shows it, of whatever conditions and controls. */
function drawn(random: ReturnType<typeof seeded>, id: string) {
  const conditions = randomConditions(random, 'people')
  const raw = { id, displayName: random.pick(['One', 'Another']), state: 'enabled', conditions, grantControls: grantControls(random), sessionControls: sessionControls(random) }
  const read = parsePolicy(JSON.parse(JSON.stringify(raw)))
  if ('reason' in read) throw new Error(read.reason)
  return read
}

test('a patch makes a policy what is wished, whether Graph keeps what a member leaves out or not, and holds no null that Graph refuses', t => {
  const random = seeded(20_261_125)
  const wrong: unknown[] = []
  let count = 0
  for (let number = 0; number < 400; number++) {
    const [standing, other] = [drawn(random, 'p'), drawn(random, 'p')]
    const wished = bodyOf(other.policy)
    const stays = lasting.some(name => bodyOf(standing.policy).conditions[name] !== undefined)
    const found = patchFor(standing, wished)
    if (found === undefined || stays || standing.unrecognised.length + other.unrecognised.length > 0) continue
    count++
    const sent = JSON.parse(JSON.stringify(found.patch))
    const conditions = objectAt(sent, 'conditions')
    if (refusedAsNull.some(name => conditions[name] === null) || ['includeGuestsOrExternalUsers', 'excludeGuestsOrExternalUsers'].some(name => objectAt(conditions, 'users')[name] === null)) wrong.push({ sent })
    for (const mode of modes) {
      const graph = normalised(patched(JSON.parse(JSON.stringify(bodyOf(standing.policy))), sent, mode))
      if (!isObject(graph) || !samePolicy(graph, found.body) || !samePolicy(graph, wished)) wrong.push({ mode, sent, graph: normalForm(graph), wished: normalForm(wished) })
    }
  }
  t.comment(`${count} patches`)
  t.ok(count > 100)
  t.strictSame(wrong.slice(0, 2), [])
  t.end()
})

test('only the top members that differ are sent, whole', t => {
  const { body } = announced({ kind: 'setPolicyState', policy: ids.mfa, state: 'disabled' })
  const own = { displayName: body.displayName, state: 'enabled', conditions: Object(body['conditions']), grantControls: Object(body['grantControls']) }
  t.strictSame(announced({ kind: 'patchPolicy', policy: ids.mfa, body: { ...own, displayName: 'Renamed' } }).patch, { displayName: 'Renamed' })
  t.strictSame(announced({ kind: 'patchPolicy', policy: ids.mfa, body: { ...own, grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000002', displayName: 'Multifactor authentication' } } } }).patch,
    { grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: '00000000-0000-0000-0000-000000000002' } } }, 'a strength by its id')
  const { before, patch } = announced({ kind: 'patchPolicy', policy: ids.mfa, body: { ...own, conditions: { ...own.conditions, users: { includeUsers: ['All'], excludeUsers: [ids.emergency] } } } })
  t.strictSame(Object.keys(patch ?? {}), ['conditions'])
  t.match(patch, { conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency], excludeGroups: [] } } }, 'a list that goes is sent empty')
  t.match(before, { conditions: { users: { excludeGroups: [ids.excluded] } } })
  t.end()
})

test('of what Microsoft manages nothing but exclusions is sent', t => {
  const wished = bodyFor('Microsoft-managed: devices', { conditions: { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.ada] } } })
  const made = announce(written, { kind: 'patchPolicy', policy: managed, body: wished })
  t.match(made, { patch: { conditions: { users: { excludeUsers: [ids.ada, ids.emergency] } } } })
  t.strictSame('patch' in made ? Object.keys(objectAt(objectAt(JSON.parse(JSON.stringify(made.patch)), 'conditions'), 'users')) : [], ['excludeUsers'])
  t.end()
})
