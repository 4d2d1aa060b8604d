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
  summary: 'Draft the next step that carries out a suggestion',
  forModel: 'Use when asked to carry out, do, start, implement or go ahead with a suggestion that changes what is there: turn on (enable, enforce, switch ' +
    'on), turn off (disable), extend or widen, fix, rename, merge or remove existing policies, or exclude emergency accounts from them; or to continue a ' +
    'plan. Begins a plan of steps, or goes on with it, and drafts the one step that comes next, with its effect. Each step is submitted, approved and ' +
    'verified before the next. Nothing reaches the tenant. For a new policy use DraftReportOnlyPolicy.',
  prompts: ['Extend the existing policy to guests, as you suggested. Go ahead and prepare the first step',
    'I like the suggestion, get it started. Do what the suggestion says', 'Implement the recommendation. Do the consolidation',
    'Proceed with the plan. Let us do the suggestion about the group', 'Activate the policy that only reports so far. Continue where we stopped',
    'Replace these policies by the merged one. Get the fix ready', 'Execute the recommendation'],
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
