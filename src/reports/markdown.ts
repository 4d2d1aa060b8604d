import type { Analysis } from '#src/domain/analysis.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'
import { appWords, count, firstOf, statusWords, tenantWords, unreadParts, witnessPairs } from './words.ts'

/** The analysis for people, as markdown: headings, one table of requirements, lists. */
export function markdownReport({ tenant, requirements, findings, suggestions, unknowns }: Analysis): string {
  const sections = [
    ['# Conditional Access', plain(tenantWords(tenant))],
    list('## What could not be read', unreadParts(tenant.unread).map(({ part, reasons }) => `${code(part)}: ${reasons.map(plain).join('; ')}`)),
    ['## Requirements', ...requirementTable(requirements)],
    ...requirements.filter(({ gaps, possible }) => gaps.length + possible.length > 0).map(requirementSection),
    list('## Suggestions', suggestions.map(({ title, effect, lockout }) =>
      `**${plain(title)}**: ${plain(effect.summary)}. Lockout: ${lockout.status} (${plain(lockout.summary)}).`), '1.'),
    list('## Findings', findings.map(({ kind, severity, summary }) => `${code(kind)} (${severity}): ${plain(summary)}`)),
    list('## What is not known', unknowns.map(({ what, why, requirements: about }) => `${plain(what)}: ${plain(why)} (${about.join(', ')})`))
  ]
  return `${sections.filter(lines => lines.length > 0).map(lines => lines.join('\n\n')).join('\n\n')}\n`
}

function requirementTable(requirements: readonly RequirementResult[]): string[] {
  if (requirements.length === 0) return ['None was judged.']
  const rows = requirements.map(({ title, status, users, uncoveredUsers, acceptedUsers, outsideUsers }) =>
    `| ${[plain(title), statusWords[status], users, uncoveredUsers.count, acceptedUsers, outsideUsers].join(' | ')} |`)
  return [['| requirement | status | users | not covered | accepted | outside |', '|---|---|---:|---:|---:|---:|', ...rows].join('\n')]
}

function requirementSection({ title, reason, gaps, possible, uncoveredUsers, protectingPolicies, wouldCover }: RequirementResult): string[] {
  return [
    `### ${plain(title)}`, plain(reason),
    ...list(null, gaps.map(gapWords)),
    ...list(possible.length === 0 ? null : 'Possible, if what is unknown turns out so:', possible.map(gapWords)),
    ...idLines('Users not covered', uncoveredUsers.ids ?? []),
    ...idLines('Protected by', protectingPolicies), ...idLines('Would be covered by', wouldCover)
  ]
}

function gapWords(gap: Gap): string {
  const witness = witnessPairs(gap.witness).map(([name, value]) => `${name} ${code(value)}`).join(', ')
  const why = gap.why === undefined ? '' : `\n  Why: ${plain(gap.why)}`
  return `${count(gap.users, 'user')}, ${appWords(gap)}, ${plain(gap.words)}\n  Witness: ${witness}${why}`
}

function idLines(name: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return []
  const { first, more } = firstOf(ids)
  return [`${name}: ${first.map(code).join(', ')}${more === 0 ? '' : ` and ${more.toLocaleString('en')} more`}`]
}

function list(heading: string | null, lines: readonly string[], mark = '-'): string[] {
  if (lines.length === 0) return []
  const { first, more } = firstOf(lines)
  const items = [...first.map(line => `${mark} ${line}`), ...(more === 0 ? [] : [`${mark} and ${more.toLocaleString('en')} more`])]
  return [...(heading === null ? [] : [heading]), items.join('\n')]
}

/** Text of the tenant's that must not be taken for markdown or HTML. */
function plain(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\*_[\]<>|#]/g, '\\$&')
}

function code(text: string): string {
  return `\`${text.replace(/[\r\n|]+/g, ' ').replaceAll('`', '\'')}\``
}
