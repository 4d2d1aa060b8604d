import { Type } from 'typebox'
import { estimatedScu, UsageRow } from '#src/domain/usage.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import { Next, pageQuery } from './pages.ts'
import { problems } from './problems.ts'
import type { TypedApp } from './typed.ts'

const Estimated = Type.Object({ ...UsageRow.properties, estimatedScu: Type.Optional(Type.Number({ description: 'An estimate; absent where no rate is set.' })) })

/** The ledger: what skills answered, by day, operator and skill. */
export function addUsageRoutes(app: TypedApp, ports: Ports): void {
  app.get('/usage', {
    config: { needs: toRead }, schema: {
      operationId: 'listUsage', summary: 'What skills answered, by day, operator and skill, the newest day first', tags: ['usage'],
      querystring: Type.Object({ ...pageQuery, run: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Only calls that concerned this run.' })) }, { additionalProperties: false }),
      response: { 200: Type.Object({ usage: Type.Array(Estimated), next: Next }), ...otherwise }
    }
  }, async request => {
    const caller = callerOf(request)
    const { cursor, run, top = 100 } = request.query
    const about = `usage ${run ?? ''}`
    const after = cursor === undefined ? undefined : afterOf(ports.cursors.open(caller, cursor), about)
    const found = await ports.usage.page(caller, { after, run, top: top + 1 })
    const rows = found.slice(0, top)
    const last = rows.at(-1)
    const usage = rows.map(row => ({ ...row, ...scuOf(row.replyTokens, ports) }))
    if (last === undefined || found.length === rows.length) return { usage }
    return { usage, next: ports.cursors.seal(caller, { about, day: last.day, operator: last.operator, skill: last.skill }) }
  })
}

function scuOf(tokens: number, { usage: { budgets } }: Ports): { estimatedScu?: number } {
  const scu = estimatedScu(tokens, budgets)
  return scu === undefined ? {} : { estimatedScu: scu }
}

/** The row after which a page begins. */
function afterOf(opened: Readonly<Record<string, string | number>> | undefined, about: string): Pick<UsageRow, 'day' | 'operator' | 'skill'> {
  if (opened?.['about'] !== about) throw problems.cursorInvalid()
  const [day, operator, skill] = ['day', 'operator', 'skill'].map(name => String(opened[name] ?? ''))
  return { day: day ?? '', operator: operator ?? '', skill: skill ?? '' }
}
