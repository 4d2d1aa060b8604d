import type { Analysis } from '#src/domain/analysis.ts'
import type { Gap, RequirementResult } from '#src/domain/coverage.ts'
import { bar, legend } from './bar.ts'
import { escape } from './escape.ts'
import { style } from './style.ts'
import { appWords, count, firstOf, statusWords, tenantWords, unreadParts, witnessPairs } from './words.ts'

/** The analysis for people, as one page without scripts that can be kept, sent and printed. */
export function htmlReport({ tenant, requirements, findings, suggestions, unknowns }: Analysis): string {
  const title = `Conditional Access of ${tenant.displayName ?? tenant.id ?? 'a tenant'}`
  const body = [
    `<h1>${escape(title)}</h1>`, `<p>${escape(tenantWords(tenant))}</p>`,
    section('What could not be read', items('ul', unreadParts(tenant.unread).map(({ part, reasons }) => `<code>${escape(part)}</code>: ${escape(reasons.join('; '))}`))),
    section('Requirements', requirementTable(requirements)),
    ...requirements.filter(({ gaps, possible }) => gaps.length + possible.length > 0).map(requirementSection),
    section('Suggestions', items('ol', suggestions.map(({ title: name, effect, lockout }) =>
      `<strong>${escape(name)}</strong>: ${escape(effect.summary)}. Lockout: ${lockout.status} (${escape(lockout.summary)}).`))),
    section('Findings', items('ul', findings.map(({ kind, severity, summary }) => `<code>${kind}</code> (${severity}): ${escape(summary)}`))),
    section('What is not known', items('ul', unknowns.map(({ what, why, requirements: about }) => `${escape(what)}: ${escape(why)} (${escape(about.join(', '))})`)))
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.filter(part => part !== '').join('\n')}
</main>
</body>
</html>
`
}

function section(heading: string, content: string): string {
  return content === '' ? '' : `<h2>${heading}</h2>\n${content}`
}

function items(kind: 'ol' | 'ul', entries: readonly string[]): string {
  if (entries.length === 0) return ''
  const { first, more } = firstOf(entries)
  const rest = more === 0 ? [] : [`and ${more.toLocaleString('en')} more`]
  return `<${kind}>\n${[...first, ...rest].map(entry => `<li>${entry}</li>`).join('\n')}\n</${kind}>`
}

function requirementTable(requirements: readonly RequirementResult[]): string {
  if (requirements.length === 0) return '<p>None was judged.</p>'
  const rows = requirements.map(result => {
    const { title, status, users, uncoveredUsers, acceptedUsers, outsideUsers } = result
    const numbers = [users, uncoveredUsers.count, acceptedUsers, outsideUsers].map(number => `<td class="number">${number.toLocaleString('en')}</td>`)
    return `<tr><th scope="row">${escape(title)}</th><td class="${status}">${statusWords[status]}</td><td>${bar(result)}</td>${numbers.join('')}</tr>`
  })
  const heads = ['requirement', 'status', 'of its users', 'users', 'not covered', 'accepted', 'outside'].map(name => `<th scope="col">${name}</th>`).join('')
  return `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>\n${legend}`
}

function requirementSection({ title, reason, gaps, possible, uncoveredUsers, protectingPolicies, wouldCover }: RequirementResult): string {
  return [
    `<h3>${escape(title)}</h3>`, `<p>${escape(reason)}</p>`, items('ul', gaps.map(gapItem)),
    possible.length === 0 ? '' : `<p>Possible, if what is unknown turns out so:</p>\n${items('ul', possible.map(gapItem))}`,
    ids('Users not covered', uncoveredUsers.ids ?? []), ids('Protected by', protectingPolicies), ids('Would be covered by', wouldCover)
  ].filter(part => part !== '').join('\n')
}

function gapItem(gap: Gap): string {
  const pairs = witnessPairs(gap.witness).map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('')
  return `${escape(`${count(gap.users, 'user')}, ${appWords(gap)}, ${gap.words}`)}<dl aria-label="witness">${pairs}</dl>${gap.why === undefined ? '' : `<p>Why: ${escape(gap.why)}</p>`}`
}

function ids(name: string, list: readonly string[]): string {
  if (list.length === 0) return ''
  const { first, more } = firstOf(list)
  return `<p>${name}: ${first.map(id => `<code>${escape(id)}</code>`).join(', ')}${more === 0 ? '' : ` and ${more.toLocaleString('en')} more`}</p>`
}
