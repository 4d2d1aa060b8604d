import type { Standing } from '#src/advisor/standing.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Report } from './block.ts'
import { exclusionSection } from './sections/exclusions.ts'
import { findingSections } from './sections/findings.ts'
import { opening } from './sections/opening.ts'
import { requirementSections } from './sections/requirements.ts'
import { suggestionSections } from './sections/suggestions.ts'
import { unknownSection } from './sections/unknowns.ts'

/** The analysis as people read it: the same content in the same order, whatever the format. */
export function reportOf(analysis: Analysis, standing: Standing): Report {
  const { tenant, requirements, findings, suggestions } = analysis
  return {
    title: `Conditional Access of ${tenant.displayName ?? tenant.id ?? 'a tenant'}`,
    blocks: [
      ...opening(analysis, standing), ...requirementSections(requirements, standing), ...exclusionSection(standing),
      ...findingSections(findings, standing), ...suggestionSections(suggestions, standing), ...unknownSection(analysis)
    ]
  }
}
