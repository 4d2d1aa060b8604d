import { analyseTenant } from '#src/advisor/analyse.ts'
import { membersOfGaps, type Member } from '#src/advisor/members.ts'
import { summarised } from '#src/advisor/result.ts'
import type { RequirementResult } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { compile, recompile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { csvOf } from '#src/reports/csv.ts'
import { renderReport, type ReportFormat } from '#src/reports/report.ts'
import { requirementOf, requirements } from '#src/requirements/all.ts'
import { policiesInOrder, type Tenant } from '#src/tenant/tenant.ts'
import { readTenant } from './read-tenant.ts'
import { argumentsOf, pathOf, print, say, Unusable } from './terminal.ts'

const formats = ['json', 'markdown', 'html', 'csv'] as const satisfies readonly (ReportFormat | 'csv')[]

/** `lacuna analyze`: 0 all met or not applicable, 1 any gap, 3 no gap but something unknown or unreadable. */
export async function analyze(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    format: { type: 'string', default: 'json' }, requirement: { type: 'string' }, summary: { type: 'boolean', default: false }
  })
  const format = formats.find(name => name === values.format)
  if (format === undefined) throw new Unusable(`\`${values.format}\` is no format; give one of ${formats.join(', ')}`)
  const wanted = values.requirement === undefined ? requirements : [requirementNamed(values.requirement)]
  const tenant = await readTenant(pathOf(positionals, 'TENANT'))
  if (format === 'csv') return exitCode(tenant, await printMembers(tenant, wanted))
  const { analysis, compiled } = analyseTenant(tenant, { requirements: wanted, onProgress: progress })
  const shown = values.summary ? { ...analysis, requirements: analysis.requirements.map(summarised) } : analysis
  await print(renderReport(shown, format, compiled))
  return exitCode(tenant, analysis.requirements.map(({ status }) => status))
}

function progress(done: number, total: number): void {
  say(`judged ${done} of ${total} requirements`)
}

/** A line for each user in a gap, requirement by requirement, written as they are found. */
async function printMembers(tenant: Tenant, wanted: readonly Requirement[]): Promise<RequirementResult['status'][]> {
  const compiled = recompile(compile(tenant), policiesInOrder(tenant))
  const statuses: RequirementResult['status'][] = []
  function* members(): Generator<Member> {
    for (const requirement of wanted) {
      const judged = coverage(compiled, requirement)
      yield* membersOfGaps(compiled, judged)
      progress(statuses.push(judged.status), wanted.length)
    }
  }
  for (const lines of csvOf(members())) await print(lines)
  return statuses
}

function requirementNamed(id: string): Requirement {
  const found = requirementOf(id)
  if (found === undefined) throw new Unusable(`\`${id}\` is no requirement; give one of ${requirements.map(one => one.id).join(', ')}`)
  return found
}

function exitCode(tenant: Tenant, statuses: readonly RequirementResult['status'][]): number {
  if (statuses.includes('gap')) return 1
  return statuses.includes('unknown') || tenant.unread.length > 0 ? 3 : 0
}
