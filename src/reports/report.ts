import type { Analysis } from '#src/domain/analysis.ts'
import { htmlReport } from './html.ts'
import { markdownReport } from './markdown.ts'

const renderers = {
  markdown: markdownReport,
  html: htmlReport,
  json: (analysis: Analysis): string => `${JSON.stringify(analysis, null, 2)}\n`
} as const

/** The formats of a report. JSON is the analysis as it is; the others are for people and show the first of long lists. */
export type ReportFormat = keyof typeof renderers

/** The analysis as text in one format. */
export function renderReport(analysis: Analysis, format: ReportFormat): string {
  return renderers[format](analysis)
}
