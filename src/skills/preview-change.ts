import { Type } from 'typebox'
import { foresee } from '#src/advisor/writes/announce.ts'
import type { ChangedRegion } from '#src/engine/compare.ts'
import type { Draft } from '#src/domain/draft.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { wishOf } from '#src/domain/wish-of.ts'
import { objectOf } from '#src/domain/write.ts'
import { deedOf } from './change-words.ts'
import { toRead } from './needs.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { asOf, fitting, fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { witnessWords } from './witness.ts'

/** What a draft would do to the tenant as it was last read. */
export const previewChange = skill({
  name: 'PreviewChange', path: '/drafts/preview', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Preview the effect and impact of a draft, and whether it is safe',
  forModel: 'Use for the effect, impact or consequences of a draft, before it is handed in: what the draft would change, what becomes stricter or looser, ' +
    'who is affected, newly challenged, interrupted, stopped, blocked, refused, cut off, turned away or shut out, who would lose access or protection and ' +
    'who is still able to get in after it, and the lockout check for emergency accounts and administrators. Compares before and after, the present ' +
    'situation against the draft in force, by a concrete sign-in for each difference. It alters nothing. For what exists in Entra use EvaluatePolicy.',
  prompts: [
    'Would the draft close the gap or hole? Would anyone be less protected under it? Does the draft hit noncompliant devices? Could I lock out myself with ' +
      'this draft? What is the lockout danger?',
    'Would the draft lock me out? Would I be affected by the draft? Whom would the draft hit if we enforced it, and does it weaken anything? Simulate the ' +
      'draft, or do a dry run. Does the draft break any service accounts?'
  ],
  input: Type.Object({ draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy.' }) }),
  output: replyOf({
    draftId: Type.String(), policyName: Type.String(), ...effectMembers,
    policiesTouched: Type.Integer({ description: 'Existing policies that it modifies.' }), differences: Type.Integer(),
    changes: Type.Array(Type.Object({
      change: Type.String({ description: 'stricter or looser.' }), demand: Type.String(), users: Type.Integer(), when: Type.String(),
      witness: Type.String()
    })),
    administrators: Type.Integer({ description: 'Administrators who could undo the change and would still get in.' }),
    waysIn: Type.Array(Type.Object({
      user: Type.String(), kind: Type.String({ description: 'emergency or administrator.' }), way: Type.String({ description: 'open, closed or unknown.' }),
      when: Type.String(), controls: Type.String()
    }), { description: 'From where and with what emergency accounts and administrators would still manage policies; closed ones first.' })
  }),
  async run(input, ask) {
    const draft = await ask.ports.drafts.get(ask.caller, input.draft)
    if (draft === undefined) return plain('notFound', 'There is no such draft. Draft a policy first.')
    return fromSnapshot(ask, snapshot => {
      const { tenant, compiled } = snapshot
      const wish = wishOf(draft)
      const now = wish === undefined ? { refused: 'not-a-wish', detail: 'it does not say what it needs' } : foresee(compiled, wish)
      if ('refused' in now) return plain('refused', `The tenant has changed since this was drafted: ${short(now.detail, 250)}.`)
      const { regions } = now
      return {
        status: ok, draftId: draft.id, policyName: short(draft.body.displayName), summary: sentence(draft, now), ...effectWords(now),
        policiesTouched: objectOf(draft.kind) === 'policy' && draft.target !== null ? 1 : 0, differences: regions.length,
        changes: fitting(regions.slice(0, 5).map(region => changeItem(tenant, region)), 1500),
        ...waysWords(tenant, now), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function sentence(draft: Draft, { effect, lockout }: Pick<Draft, 'effect' | 'lockout'>): string {
  return `To ${deedOf(draft)}: ${short(effect.summary, 250)}. It touches nothing else. Lockout: ${short(lockout.summary, 150)}.`
}

function changeItem(tenant: Tenant, { change, demand, users, words, witness }: ChangedRegion) {
  return { change, demand: short(demand, 60), users: users.count, when: short(words, 120),
    witness: short(witnessWords(tenant, witness), 200) }
}

function waysWords(tenant: Tenant, { lockout: { accounts = [] } }: Pick<Draft, 'lockout'>) {
  const order = ['closed', 'unknown', 'open']
  const worst = accounts.toSorted((a, b) => order.indexOf(a.way) - order.indexOf(b.way))
  return {
    administrators: accounts.filter(({ kind, way }) => kind === 'administrator' && way === 'open').length,
    waysIn: fitting(worst.slice(0, 4).map(({ user, kind, way, when, controls }) => {
      const { userPrincipalName } = tenant.users.at(tenant.users.indexOf(user))
      return { user: short(userPrincipalName, 60), kind, way, when: short(when, 80), controls: short(controls, 60) }
    }), 700)
  }
}
