import { Type } from 'typebox'
import { readBody } from '#src/advisor/draft.ts'
import { recompile } from '#src/engine/compile.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { effectMembers, effectWords } from './draft-report-only-policy.ts'
import { judgedPolicy } from './judged.ts'
import { toRead } from './needs.ts'
import { appsOf, controlsOf, whenOf } from './policy-words.ts'
import type { Snapshot } from './ports.ts'
import { asOf, fitting, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { markOf, suggestedIn, suggestionInput, suggestionNamed, type Suggested } from './suggested.ts'
import { witnessWords } from './witness.ts'

/** One suggestion with everything that a person needs to judge it. */
export const explainSuggestion = skill({
  name: 'ExplainSuggestion', path: '/suggestions/explanation', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Explain one suggestion: its reasons, evidence, steps and effect',
  forModel: 'Use when asked about one suggestion, for details or an explanation of that proposal or recommendation: why it is made, ranked first or rated ' +
    'so high, why extend or widen an existing policy instead, rather than make a new or stricter one, which alternatives there are, the evidence or proof ' +
    'behind it, whom it concerns or affects, what users notice, its prerequisites, steps, effort and work, benefit or gain, side effects, risks of ' +
    'following or ignoring it, how certain it is, which licence it needs, the requirement it belongs to, how to undo it or go back (rollback), and the ' +
    'notes that colleagues left on it. For all use ListSuggestions.',
  prompts: [
    'Why do you suggest blocking device code flow? Who would be affected by the third suggestion? How sure are you of this? Tell me more about the first ' +
      'suggestion, go deeper.',
    'Details on the guest suggestion. Does it touch the emergency or break-glass accounts? What could happen if we leave it undone? Notes on the fourth ' +
      'suggestion?'
  ],
  input: Type.Object({ suggestion: suggestionInput }),
  output: replyOf({
    suggestion: Type.String({ description: 'Suggestion id.' }), kind: Type.String(), severity: Type.String(), rank: Type.Integer(),
    mark: Type.String({ description: 'new, accepted, reviewed, snoozed, rejected, or returned with what has changed.' }),
    reasons: Type.String({ description: 'The reasons of the rank.' }),
    users: Type.Integer({ description: 'Enabled accounts that the policy would reach.' }), apps: Type.String(), conditions: Type.String(), controls: Type.String(),
    witness: Type.String({ description: 'One concrete sign-in that slips through today.' }),
    whyThisPolicy: Type.String({ description: 'Why this policy and not another.' }), ...effectMembers,
    confidence: Type.String({ description: 'proven, conditional or unknown.' }), unknowns: Type.String(), reversible: Type.String(),
    licence: Type.String(), sources: Type.String(), template: Type.String({ description: 'The Microsoft template of the new policy, and where it is offered otherwise now.' }),
    steps: Type.Array(Type.Object({ step: Type.Integer(), do: Type.String(), policy: Type.String(), words: Type.String() })), stepsInAll: Type.Integer(),
    notes: Type.Array(Type.Object({ at: Type.String(), author: Type.String(), text: Type.String() }), { description: 'The last notes.' })
  }),
  async run(input, ask) {
    return fromSnapshot(ask, async snapshot => {
      const named = suggestionNamed(snapshot, input.suggestion)
      if ('unclear' in named) return named.unclear
      const { id } = named.found
      const suggested = (await suggestedIn(snapshot, ask)).find(one => one.suggestion.id === id)
      return {
        status: ok, summary: sentence(named.found, suggested), ...described(named.found), ...logicOf(snapshot, named.found),
        mark: suggested === undefined ? '' : markOf(suggested), notes: notesOf(suggested), ...effectWords(named.found),
        effect: short(named.found.effect.summary, 200), lockoutSummary: short(named.found.lockout.summary, 150), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function sentence({ title, summary, lockout }: Suggestion, suggested: Suggested | undefined): string {
  const back = suggested?.returned === undefined ? '' : ` ${short(suggested.returned, 200)}`
  return `${short(title)}: ${short(summary, 250)}. Lockout: ${lockout.status}.${back}`
}

function described({ id, kind, severity, rank, reasons, steps, why, confidence, unknowns, reversible, licence, sources, template }: Suggestion) {
  return {
    suggestion: id, kind, severity, rank, reasons: short(reasons.join('; '), 200), whyThisPolicy: short(why ?? '', 200), confidence,
    unknowns: short(unknowns.join('; '), 150), reversible: short(reversible, 120), licence: short(licence.join(', '), 80), sources: short(sources.join('; '), 120), template: short(template ?? '', 250),
    steps: fitting(steps.slice(0, 6).map(({ do: verb, policy, words }, index) => ({ step: index + 1, do: verb, policy: policy ?? '', words: short(words, 120) })), 700),
    stepsInAll: steps.length
  }
}

/** Whom and what the policy would reach, when, and what it would ask; and a sign-in that slips through today. */
function logicOf({ compiled, tenant, analysis }: Snapshot, { body, steps, requirement }: Suggestion) {
  const policy = body ?? steps.find(step => step.body !== undefined)?.body
  const judged = policy === undefined ? undefined : judgedPolicy(recompile(compiled, [readBody({ ...policy, state: 'enabled' })]), 0)
  const [gap] = analysis.requirements.find(({ id }) => id === requirement)?.gaps ?? []
  return {
    ...judged === undefined ? {} : {
      users: judged.reach.users.included.count, apps: appsOf(judged.reach), conditions: short(whenOf(judged.reach), 200), controls: short(controlsOf(judged.read.policy), 120)
    },
    ...gap === undefined ? {} : { witness: short(witnessWords(tenant, gap.witness), 200) }
  }
}

function notesOf(suggested: Suggested | undefined) {
  const notes = suggested?.feedback?.notes ?? []
  return fitting(notes.slice(-3).map(({ at, author, text }) => ({ at, author, text: short(text, 120) })), 400)
}
