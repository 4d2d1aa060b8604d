import type { Analysis } from '#src/domain/analysis.ts'
import { heading, list, type Block } from '../block.ts'

/** The facts that are not known, why, and which requirements they leave open, by their titles. */
export function unknownSection({ unknowns, requirements }: Analysis): Block[] {
  if (unknowns.length === 0) return []
  const titles = new Map(requirements.map(({ id, title }) => [id, title]))
  return [heading(2, 'What is not known'), ...list(unknowns, 100, ({ what, why, requirements: about }) => ({
    lead: `${what}:`, text: `${why}. It leaves open: ${about.map(id => titles.get(id) ?? id).join('; ')}`
  }))]
}
