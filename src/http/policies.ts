import { Type } from 'typebox'
import { RegionConditions, Unknown } from '#src/domain/coverage.ts'
import { Finding } from '#src/domain/finding.ts'
import { Unrecognised } from '#src/domain/policy.ts'
import { literals } from '#src/domain/schema.ts'
import { judgedPolicy } from '#src/skills/judged.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { otherwise } from './components.ts'
import { problems } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Ids = Type.Array(Type.String())

const EvaluatedPolicy = Type.Object({
  id: Type.String(), displayName: Type.String(), state: Type.String(),
  body: Type.Record(Type.String(), Type.Unknown(), { description: 'As it was read from Graph.' }), unrecognised: Type.Array(Unrecognised),
  reach: Type.Object({
    users: Type.Object({ included: Type.Integer(), possible: Type.Integer() }),
    apps: Type.Object({ count: Type.Integer(), appIds: Ids, anyOther: Type.Boolean() }), conditions: RegionConditions,
    excluded: Type.Array(Type.Object({
      kind: literals(['user', 'group', 'role', 'guests']), id: Type.String(), name: Type.String(), users: Type.Integer(),
      path: Type.Optional(Ids)
    })),
    unknowns: Type.Array(Type.Omit(Unknown, ['requirements']))
  }),
  protects: Type.Array(Type.String({ description: 'Requirement id.' })), wouldProtect: Ids, findings: Type.Array(Finding)
})

/** One policy in full: its body, its exact reach, what it protects and what was found about it. */
export function addPolicyRoutes(app: TypedApp, ports: Ports): void {
  app.get('/policies/:id', {
    config: { needs: toRead }, schema: {
      operationId: 'getPolicy', summary: 'One policy with its body and its exact reach', tags: ['coverage'],
      params: Type.Object({ id: Type.String({ maxLength: 100 }) }), response: { 200: EvaluatedPolicy, ...otherwise }
    }
  }, async request => {
    const { tenant, compiled, analysis } = await snapshotFor(request, ports)
    const index = tenant.policies.findIndex(({ policy }) => policy.id.toLowerCase() === request.params.id.toLowerCase())
    const judged = judgedPolicy(compiled, index)
    if (judged === undefined) throw problems.notFound(`policy ${request.params.id}`)
    const { read, reach } = judged
    const { id, displayName, state } = read.policy
    const requirementsWith = (member: 'protectingPolicies' | 'wouldCover'): string[] =>
      analysis.requirements.filter(result => result[member].includes(id)).map(result => result.id)
    return {
      id, displayName, state, body: { ...read.raw }, unrecognised: [...read.unrecognised],
      reach: {
        users: { included: reach.users.included.count, possible: reach.users.possible.count },
        apps: { ...reach.apps, appIds: [...reach.apps.appIds] }, conditions: reach.conditions,
        excluded: reach.excluded.map(({ path, ...entry }) => ({ ...entry, ...(path === undefined ? {} : { path: [...path] }) })),
        unknowns: reach.unknowns.map(({ what, why }) => ({ what, why }))
      },
      protects: requirementsWith('protectingPolicies'), wouldProtect: requirementsWith('wouldCover'),
      findings: analysis.findings.filter(({ policies }) => policies.includes(id))
    }
  })
}
