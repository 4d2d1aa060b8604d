import { analyseTenant } from '#src/advisor/analyse.ts'
import { summarised } from '#src/advisor/result.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { renderReport, type ReportFormat } from '#src/reports/report.ts'
import { requirementOf, requirements } from '#src/requirements/all.ts'
import { readTenant } from './read-tenant.ts'
import { argumentsOf, pathOf, print, say, Unusable } from './terminal.ts'

const formats = ['json', 'markdown', 'html'] as const satisfies readonly ReportFormat[]

/** `lacuna analyze`: 0 all met or not applicable, 1 any gap, 3 no gap but something unknown or unreadable. */
export async function analyze(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    format: { type: 'string', default: 'json' }, requirement: { type: 'string' }, summary: { type: 'boolean', default: false }
  })
  const format = formats.find(name => name === values.format)
  if (format === undefined) throw new Unusable(`\`${values.format}\` is no format; give one of ${formats.join(', ')}`)
  const wanted = values.requirement === undefined ? requirements : [requirementNamed(values.requirement)]
  const tenant = await readTenant(pathOf(positionals, 'TENANT'))
  const { analysis } = analyseTenant(tenant, { requirements: wanted, onProgress: (done, total) => say(`judged ${done} of ${total} requirements`) })
  await print(renderReport(values.summary ? { ...analysis, requirements: analysis.requirements.map(summarised) } : analysis, format))
  return exitCode(analysis)
}

function requirementNamed(id: string): Requirement {
  const found = requirementOf(id)
  if (found === undefined) throw new Unusable(`\`${id}\` is no requirement; give one of ${requirements.map(one => one.id).join(', ')}`)
  return found
}

function exitCode({ tenant, requirements: results }: Analysis): number {
  if (results.some(({ status }) => status === 'gap')) return 1
  return results.some(({ status }) => status === 'unknown') || tenant.unread.length > 0 ? 3 : 0
}
