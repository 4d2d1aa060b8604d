import { standingOf, unknownStanding } from '#src/advisor/standing.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Report } from './block.ts'
import { reportOf } from './document.ts'
import { htmlPage } from './html.ts'
import { markdownText } from './markdown.ts'

const forPeople = { markdown: markdownText, html: htmlPage } as const

/** The formats of a report. JSON is the analysis as it is; the others are for people and show the first of long lists. */
export type ReportFormat = keyof typeof forPeople | 'json'

/** The tenant that was analysed, as the analysis leaves it. */
type Compiled = Parameters<typeof standingOf>[0]

/** The analysis as text in one format. With the tenant at hand, people are told names, exclusions and what each policy says now. */
export function renderReport(analysis: Analysis, format: ReportFormat, compiled?: Compiled): string {
  if (format === 'json') return `${JSON.stringify(analysis, null, 2)}\n`
  const write: (report: Report) => string = forPeople[format]
  return write(reportOf(analysis, compiled === undefined ? unknownStanding : standingOf(compiled)))
}
