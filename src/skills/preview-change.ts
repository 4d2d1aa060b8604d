import { Type } from 'typebox'
import { consequences, readBody } from '#src/advisor/draft.ts'
import { compare, type ChangedRegion } from '#src/engine/compare.ts'
import type { Draft } from '#src/domain/draft.ts'
import { withPolicies, type Tenant } from '#src/tenant/tenant.ts'
import { toRead } from './needs.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { asOf, fitting, fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { witnessWords } from './witness.ts'

/** What a draft would do to the tenant as it was last read. */
export const previewChange = skill({
  name: 'PreviewChange', path: '/drafts/preview', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Preview what a draft would do',
  forModel: 'Use before submitting a draft, or when asked what would change, who would be blocked or asked for more. Compares the ' +
    'draft, once enforced, with the tenant as it was last read, and gives one concrete sign-in for each difference. It ' +
    'changes nothing.',
  prompts: ['What would this draft change once it is enforced?', 'Would anybody be locked out by the draft?'],
  input: Type.Object({ draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy.' }) }),
  output: replyOf({
    draftId: Type.String(), policyName: Type.String(), ...effectMembers,
    policiesTouched: Type.Integer({ description: 'Existing policies that it modifies.' }), differences: Type.Integer(),
    changes: Type.Array(Type.Object({
      change: Type.String({ description: 'stricter or looser.' }), demand: Type.String(), users: Type.Integer(), when: Type.String(),
      witness: Type.String()
    }))
  }),
  async run(input, ask) {
    const draft = await ask.ports.drafts.get(ask.caller, input.draft)
    if (draft === undefined) return plain('notFound', 'There is no such draft. Draft a policy first.')
    return fromSnapshot(ask, ({ tenant, ...snapshot }) => {
      const now = consequences(tenant, draft.body)
      const enforced = withPolicies(tenant, [...tenant.policies, readBody({ ...draft.body, state: 'enabled' })])
      const { regions } = compare(tenant, enforced)
      return {
        status: ok, draftId: draft.id, policyName: short(draft.body.displayName), summary: sentence(draft, now), ...effectWords(now),
        policiesTouched: 0, differences: regions.length,
        changes: fitting(regions.slice(0, 5).map(region => changeItem(tenant, region)), 1500),
        asOf: asOf({ tenant, ...snapshot }, ask.ports.now())
      }
    })
  }
})

function sentence({ body }: Draft, { effect, lockout }: Pick<Draft, 'effect' | 'lockout'>): string {
  return `"${short(body.displayName)}": ${short(effect.summary, 250)}. It creates one policy and touches no other. ` +
    `Lockout: ${short(lockout.summary, 150)}.`
}

function changeItem(tenant: Tenant, { change, demand, users, words, witness }: ChangedRegion) {
  return { change, demand: short(demand, 60), users: users.count, when: short(words, 120),
    witness: short(witnessWords(tenant, witness), 200) }
}
