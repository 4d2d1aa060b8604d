import { Type } from 'typebox'
import { draftMembers, draftWords } from './draft-report-only-policy.ts'
import { deedOf } from './change-words.ts'
import { toDraft } from './needs.ts'
import { beginSuggested, planSentence, stepDraft } from './planning.ts'
import { asOf, fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { suggestionInput, suggestionNamed } from './suggested.ts'

/** Drafts the next write that a suggestion takes. */
export const draftNextStep = skill({
  name: 'DraftNextStep', path: '/drafts/steps', method: 'POST', effect: 'propose', needs: toDraft,
  summary: 'Draft the next step that carries out a proposal or continues a plan',
  forModel: 'Use only when told to prepare, get ready, implement, begin or continue a suggestion, plan, consolidation or rollout that changes existing ' +
    'policies: to extend or widen an existing policy to everyone, all resources or Linux; to turn on, enable, enforce or switch to live, past a pilot or ' +
    'test phase, or set it back to report-only; to drop, turn off, disable or retire a superfluous one; to rename; to merge or fold together two or three; ' +
    'the fix, correction or repair of a wrong one; tightening, raising to phishing-resistant strength; removal of old exclusions; to exclude break-glass ' +
    '(emergency) accounts from all existing policies. It drafts one step at a time; nothing goes to the tenant, a person decides. Where none exists use ' +
    'DraftReportOnlyPolicy.',
  prompts: [
    'Widen the existing policy, as advised. Prepare the correction, as you said. Go ahead with merging them.',
    'Prepare the next step of the plan. Turn the report-only policy on, as suggested. Draft renaming our policies to a pattern.'
  ],
  input: Type.Object({ suggestion: suggestionInput }),
  output: replyOf({
    ...draftMembers, planId: Type.String(), step: Type.Integer(), steps: Type.Integer({ description: 'How many steps the plan has.' }),
    does: Type.String({ description: 'What this step does.' }), waitsFor: Type.String({ description: 'The change that must be verified first.' }),
    left: Type.String({ description: 'The steps that are not done, in order.' })
  }),
  async run({ suggestion }, ask) {
    return fromSnapshot(ask, async snapshot => {
      const named = suggestionNamed(snapshot, suggestion)
      if ('unclear' in named) return named.unclear
      const standing = await beginSuggested(ask, snapshot, named.found)
      if ('refused' in standing) return plain('refused', `This cannot be drafted: ${short(standing.detail, 300)}.`)
      const { plan, next, waitsFor } = standing
      const about = {
        planId: plan.id, step: next ?? plan.steps.length, steps: plan.steps.length, ...waitsFor === null ? {} : { waitsFor },
        left: next === null ? '' : plan.steps.slice(next - 1, next + 4).map(({ title, position }) => `${position}. ${short(title, 100)}`).join(' ')
      }
      const content = stepDraft(snapshot, standing)
      if ('refused' in content) return { ...plain('refused', `${planSentence(standing)} ${short(content.detail, 250)}.`), ...about }
      const { draft, existing } = await ask.ports.drafts.save(ask.caller, content)
      return {
        status: ok, summary: `Step ${about.step} of ${about.steps} is drafted, to ${deedOf(draft)}: ${short(draft.effect.summary, 250)}. Lockout: ${draft.lockout.status}.`,
        ...draftWords(draft), existing, ...about, does: deedOf(draft), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})
