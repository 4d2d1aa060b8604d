import { Type } from 'typebox'
import type { Draft } from '#src/domain/draft.ts'
import { policyOf } from '#src/domain/write.ts'
import { toDraft } from './needs.ts'
import { draftOf } from './drafting.ts'
import { asOf, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** The members that tell what a draft would do, flat. */
export const effectMembers = {
  effect: Type.String({ description: 'What it would do, in a sentence.' }),
  relation: Type.String({ description: 'equivalent, stricter, looser or incomparable, as it is drafted (report-only changes nothing).' }),
  newlyBlocked: Type.Integer({ description: 'Users with sign-ins that would be blocked once it were enforced.' }),
  newlyChallenged: Type.Integer({ description: 'Users who would be asked for more once it were enforced.' }),
  newlyFree: Type.Integer({ description: 'Users with sign-ins that would be asked for less once it were enforced.' }),
  lockout: Type.String({ description: 'safe, locked or undetermined: whether emergency accounts and an administrator still get in.' }),
  lockoutSummary: Type.String(),
  emergencyCandidates: Type.String({ description: 'Object ids that look like emergency accounts but are not declared, comma-joined.' })
}

/** What a draft would do, flat. */
export function effectWords({ effect, lockout }: Pick<Draft, 'effect' | 'lockout'>) {
  return {
    effect: short(effect.summary, 300), relation: effect.relation, newlyBlocked: effect.whenEnforced.newlyBlocked,
    newlyChallenged: effect.whenEnforced.newlyChallenged, newlyFree: effect.whenEnforced.newlyFree,
    lockout: lockout.status, lockoutSummary: short(lockout.summary, 250), emergencyCandidates: lockout.candidates.slice(0, 5).join(',')
  }
}

/** The members that tell what was drafted. */
export const draftMembers = {
  draftId: Type.String(), existing: Type.Boolean({ description: 'Whether the same draft was there already.' }),
  requirement: Type.String(), policyName: Type.String(), state: Type.String(), ...effectMembers
}

/** What was drafted, flat. */
export function draftWords(draft: Draft) {
  return { draftId: draft.id, requirement: draft.requirement ?? '', policyName: short(draft.body.displayName), state: policyOf(draft)?.state ?? '', ...effectWords(draft) }
}

/** Drafts the report-only policy that would close a requirement's gap. Nothing is sent to the tenant. */
export const draftReportOnlyPolicy = skill({
  name: 'DraftReportOnlyPolicy', path: '/drafts', method: 'POST', effect: 'propose', needs: toDraft,
  summary: 'Draft a new report-only policy that closes a gap',
  forModel: 'Use only when told to draft, write, draw up, compose, build, design, propose or prepare a new policy or rule (fresh, another) for a ' +
    'requirement or suggestion that has none yet: MFA for everyone, guests or partners; phishing-resistant MFA or FIDO2 for admins; compliant devices; ' +
    'token protection against stolen tokens; sign-in frequency of hours or minutes; app protection on phones, unknown platforms; blocking old protocols, ' +
    'device code flow, authentication transfer; risky login or user, password reset; Azure management; workload identities; under the name told, for a ' +
    'pilot group or with an exception. The new draft is in report-only mode, for watching only, and warns of a lockout. Show its effect, and submit only ' +
    'when told: nothing goes to the tenant, a person decides. To alter one use DraftNextStep.',
  prompts: [
    'Please draft the new policy from the first suggestion.',
    'Make a browser session limit. A proposed policy requiring MFA of a department. Try out a rule that stays report-only.'
  ],
  input: Type.Object({
    requirement: Type.Optional(Type.String({ maxLength: 100,
      description: 'Requirement id, such as block-legacy-authentication or secure-security-info-registration. Give this or a suggestion.' })),
    suggestion: Type.Optional(Type.String({ maxLength: 200, description: 'Suggestion id from ListSuggestions.' })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256,
      description: 'Name of the policy; by the naming convention unless told.' })),
    include: Type.Optional(Type.String({ maxLength: 4000,
      description: 'Whom it is for instead of the template: names or ids of users, groups or roles, comma-joined.' })),
    exclude: Type.Optional(Type.String({ maxLength: 4000,
      description: 'Whom it leaves out besides emergency accounts: names or ids of users, groups or roles, comma-joined.' }))
  }),
  output: replyOf(draftMembers),
  async run({ include, exclude, ...input }, ask) {
    return fromSnapshot(ask, async snapshot => {
      const wish = draftOf(snapshot, { ...input, include: listed(include), exclude: listed(exclude) })
      if ('unclear' in wish) return wish.unclear
      const { draft, existing } = await ask.ports.drafts.save(ask.caller, wish.found)
      return {
        status: ok,
        summary: `"${short(draft.body.displayName)}" is drafted in report-only mode: ${short(draft.effect.summary, 250)}. ` +
          `Lockout: ${draft.lockout.status}.`,
        ...draftWords(draft), existing, asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

/** The parts of a comma list. */
export function listed(list: string | undefined): string[] {
  return (list ?? '').split(',').map(part => part.trim()).filter(part => part !== '')
}
