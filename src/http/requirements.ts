import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { RequirementResult } from '#src/domain/coverage.ts'
import { membersCsv } from '#src/reports/csv.ts'
import { coverageById, whoAt } from '#src/skills/judged.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { otherwise, RequirementResultRef } from './components.ts'
import { Next, pageQuery, pager } from './pages.ts'
import { problems } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Summary = Type.Omit(RequirementResult, ['gaps', 'possible'])

const UncoveredUsers = Type.Object({
  requirement: Type.String(), snapshot: Type.String(), total: Type.Integer(), next: Next,
  users: Type.Array(Type.Object({
    id: Type.String(), userPrincipalName: Type.String(), displayName: Type.String(),
    when: Type.Array(Type.String({ description: 'The conditions of one gap in words.' }))
  }))
})

/** The requirements as judged for the last snapshot, and whom each leaves out. */
export function addRequirementRoutes(app: TypedApp, ports: Ports): void {
  const config = { needs: toRead }
  app.get('/requirements', {
    config, schema: {
      operationId: 'listRequirements', summary: 'Every requirement with its status and totals', tags: ['coverage'],
      response: { 200: Type.Object({ snapshot: Type.String(), requirements: Type.Array(Summary) }), ...otherwise }
    }
  }, async request => {
    const { id, analysis } = await snapshotFor(request, ports)
    return { snapshot: id, requirements: analysis.requirements.map(withoutLists) }
  })
  app.get('/requirements/:id', {
    config, schema: {
      operationId: 'getRequirement', summary: 'One requirement with every gap and every id', tags: ['coverage'], params: Params,
      response: { 200: RequirementResultRef, ...otherwise }
    }
  }, async request => {
    const { analysis } = await snapshotFor(request, ports)
    const found = analysis.requirements.find(({ id }) => id === request.params.id)
    if (found === undefined) throw problems.notFound(`requirement ${request.params.id}`)
    return found
  })
  addUncoveredUsers(app, ports)
  addMembers(app, ports)
}

function addUncoveredUsers(app: TypedApp, ports: Ports): void {
  app.get('/requirements/:id/uncovered-users', {
    config: { needs: toRead }, schema: {
      operationId: 'listUncoveredUsersInFull', summary: 'All users that a requirement leaves out, by pages', tags: ['coverage'],
      params: Params,
      querystring: Type.Object(pageQuery, { additionalProperties: false }), response: { 200: UncoveredUsers, ...otherwise }
    }
  }, async request => {
    const { id: snapshot, compiled } = await snapshotFor(request, ports)
    const judged = coverageById(compiled, request.params.id)
    if (judged === undefined) throw problems.notFound(`requirement ${request.params.id}`)
    const { requirement, uncoveredUsers, gaps } = judged
    const { cursor, top = 100 } = request.query
    const pages = pager(request, ports, `uncovered ${requirement.id} ${snapshot}`)
    const from = pages.from(cursor)
    const users = uncoveredUsers.page(from, top).map(index => {
      const { id, userPrincipalName, displayName } = whoAt(compiled, judged, index)
      return { id, userPrincipalName, displayName, when: gaps.filter(gap => gap.users.has(index)).map(({ words }) => words) }
    })
    return { requirement: requirement.id, snapshot, total: uncoveredUsers.count, users,
      ...pages.next(from + users.length, uncoveredUsers.count) }
  })
}

const csv = 'text/csv'

function addMembers(app: TypedApp, ports: Ports): void {
  app.get('/requirements/:id/members.csv', {
    config: { needs: toRead }, schema: {
      operationId: 'exportUncoveredUsers', summary: 'All users in a gap of a requirement as CSV', tags: ['coverage'], produces: [csv],
      description: 'One user a line with the conditions of the gaps, safe to open in a spreadsheet. Only the head where there is no gap.',
      params: Params, response: { 200: { description: 'The file.', content: { [csv]: { schema: Type.Unsafe<Readable>(Type.String()) } } }, ...otherwise }
    }
  }, async (request, reply) => {
    const { compiled } = await snapshotFor(request, ports)
    const judged = coverageById(compiled, request.params.id)
    if (judged === undefined) throw problems.notFound(`requirement ${request.params.id}`)
    return reply.type(`${csv}; charset=utf-8`).header('content-disposition', `attachment; filename="${judged.requirement.id}.csv"`)
      .serializer(String).send(Readable.from(membersCsv(compiled, judged)))
  })
}

/** The counts of a result without its lists of ids. */
export function withoutLists(result: RequirementResult): RequirementResult {
  const { uncoveredUsers: { count }, uncoveredApps } = result
  return { ...result, uncoveredUsers: { count }, uncoveredApps: { count: uncoveredApps.count, anyOther: uncoveredApps.anyOther } }
}
