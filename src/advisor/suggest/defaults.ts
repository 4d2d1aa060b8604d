import { bodyOf, readBody } from '../draft.ts'
import { exposureOf } from './gap-closers.ts'
import type { Proposal, Seen } from './proposal.ts'
import { listed } from '../phrases.ts'
import type { Step } from '#src/domain/suggestion.ts'

/** What security defaults do: second factors, and no legacy clients (reference section 5). */
const replacing = ['mfa-admins', 'mfa-all-users', 'block-legacy-authentication']

/** Where security defaults are on: the policies of the baseline that do what they do, before they are turned off. */
export function defaultsReplacement({ compiled, coverages }: Seen): Proposal[] {
  if (compiled.tenant.securityDefaults !== true) return []
  const judged = coverages.filter(({ requirement, status }) => replacing.includes(requirement.id) && status === 'gap')
  const [first] = judged
  if (first === undefined) return []
  const bodies = judged.map(({ requirement }) => ({ id: requirement.id, body: bodyOf(compiled, requirement) }))
  const names = listed(bodies.map(({ body }) => `\`${body.displayName}\``))
  const enabled = bodies.map(({ id, body }) => ({ id, body: { ...body, state: 'enabled' } }))
  return [{
    kind: 'replaceSecurityDefaults', subject: 'tenant', severity: 'critical', title: 'Replace security defaults', summary: `security defaults are on, so no policy runs; replace them by ${names}`, policies: [],
    closes: bodies.map(({ id }) => id), isWatched: true, sources: judged.map(({ requirement }) => requirement.source.name), licence: [...new Set(judged.flatMap(({ requirement }) => requirement.licence.map(({ name }) => name)))],
    steps: [
      ...bodies.map(({ body }): Step => ({ do: 'create', body, words: `create \`${body.displayName}\` in report-only mode` })),
      { do: 'settings', words: 'turn off security defaults' }, ...enabled.map(({ body }): Step => ({ do: 'enable', body, words: `turn on \`${body.displayName}\` at once` }))
    ],
    change: { gone: [], come: enabled.map(({ id, body }) => readBody(body, `default ${id}`)) }, reversible: 'turn the policies off and security defaults on again',
    exposed: exposureOf(compiled, first), facts: ['security defaults are on', ...bodies.map(({ id }) => id)]
  }]
}
