import type { Standing } from '#src/advisor/standing.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { heading, list, text, type Block } from '../block.ts'
import { count, quoted, sentence, tenantWords, unreadParts } from '../words.ts'

/** Which tenant, read when and by whom, what was not read, and what came of it in a sentence. */
export function opening(analysis: Analysis, standing: Standing): Block[] {
  const { personas, unread: unreadOnes } = analysis.tenant
  const unread = unreadParts(unreadOnes)
  return [
    heading(2, 'What was read'), text(tenantWords(analysis.tenant, standing)), text(outcome(analysis)),
    ...unread.length === 0 ? [] : [text('What could not be read:'), ...list(unread, 50, part => part)],
    ...personas.length === 0 ? [] : [text('Who is governed apart, and outside of what is judged:'), ...list(personas, 50, personaWords)]
  ]
}

function personaWords({ name, accounts, requirements, governedBy }: Analysis['tenant']['personas'][number]): string {
  return sentence(`${quoted(name)}: ${count(accounts, 'account')}, outside of ${requirements === null ? 'every requirement' : requirements.map(quoted).join(', ')}; governed by ${governedBy}`)
}

function outcome({ requirements, findings, suggestions }: Analysis): string {
  const of = (status: Analysis['requirements'][number]['status']): number => requirements.filter(one => one.status === status).length
  const parts: [number, string, string][] = [
    [of('gap'), 'has a gap', 'have gaps'], [of('unknown'), 'cannot be decided', 'cannot be decided'],
    [of('notApplicable'), 'does not apply', 'do not apply'], [of('met'), 'is met', 'are met']
  ]
  const told = parts.filter(([number]) => number > 0).map(([number, one, several]) => `${number} ${number === 1 ? one : several}`)
  return sentence(`of ${count(requirements.length, 'requirement')} ${told.length === 0 ? 'none was judged' : told.join(', ')}; ` +
    `${count(findings.length, 'finding')}, ${count(suggestions.length, 'suggestion')}`)
}
