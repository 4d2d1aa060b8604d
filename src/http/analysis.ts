import { Type } from 'typebox'
import { literals } from '#src/domain/schema.ts'
import { renderReport } from '#src/reports/report.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { AnalysisRef, otherwise } from './components.ts'
import { withoutLists } from './requirements.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const types = { markdown: 'text/markdown; charset=utf-8', html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8' } as const
const formats = ['markdown', 'html', 'json'] as const

/** The whole optimization of the last snapshot: as data, without the lists of ids, and as a report. */
export function addAnalysisRoutes(app: TypedApp, ports: Ports): void {
  app.get('/analysis', {
    config: { needs: toRead }, schema: {
      operationId: 'getAnalysis', summary: 'The whole analysis of the last snapshot', tags: ['coverage'],
      description: 'Requirements, findings, suggestions and what is not known. Lists of ids are left to the requirement itself.',
      response: { 200: AnalysisRef, ...otherwise }
    }
  }, async request => {
    const { analysis } = await snapshotFor(request, ports)
    return { ...analysis, requirements: analysis.requirements.map(withoutLists) }
  })
  app.get('/report', {
    config: { needs: toRead }, schema: {
      operationId: 'getReport', summary: 'The analysis as a report for people', tags: ['coverage'],
      querystring: Type.Object({ format: Type.Optional(literals(formats, { description: 'markdown unless told.' })) },
        { additionalProperties: false }),
      produces: ['text/markdown', 'text/html', 'application/json'],
      response: { 200: { description: 'The report.',
        content: Object.fromEntries(formats.map(format => [types[format], { schema: Type.String() }])) }, ...otherwise }
    }
  }, async (request, reply) => {
    const { analysis, compiled } = await snapshotFor(request, ports)
    const { format = 'markdown' } = request.query
    return reply.type(types[format]).serializer(String).send(renderReport(analysis, format, compiled))
  })
}
