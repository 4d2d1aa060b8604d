import { Type } from 'typebox'
import { changeStates } from '#src/domain/change.ts'
import { literals } from '#src/domain/schema.ts'
import { toRead } from './needs.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { count, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** The changes of the tenant, newest first. */
export const listChanges = skill({
  name: 'ListChanges', path: '/changes', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the submitted changes, pending or decided, and where they stand',
  forModel: 'Use when asked which changes are pending or waiting for approval, or which have been approved, rejected, applied or failed lately: the queue ' +
    'and the history of recent changes. Answers all changes, or those in one state, each with its policy, when it was submitted and its link. It approves no ' +
    'changes. For one change use GetChange.',
  prompts: ['What has been changed in Conditional Access in the last days? List all changes that have been rejected',
    'Are there any changes in the queue for a decision? Which changes got turned down or did not go through?',
    'What was changed last month? List everything that was rolled back',
    'Show the history of our change requests. What are the latest changes to our policies?', 'Show me all open changes. What has been submitted so far?',
    'Give me an overview of all change requests. What was approved last week?', 'What is in the pipeline? Show the rejected submissions'],
  input: Type.Object({ state: Type.Optional(literals(changeStates, { description: 'Only changes in this state.' })), ...pageInput }),
  output: replyOf({
    total: Type.Integer(), next: Type.String(),
    changes: Type.Array(Type.Object({ changeId: Type.String(), state: Type.String(), policyName: Type.String(), submittedAt: Type.String(),
      link: Type.String() }))
  }),
  async run({ state, cursor, top }, ask) {
    const listing: Listing = { about: `changes ${state ?? ''}`, snapshot: undefined }
    const from = startOf(ask, cursor, listing)
    if (typeof from !== 'number') return from
    const all = await ask.ports.changes.list(ask.caller, state)
    const items = all.slice(from, from + (top ?? 10)).map(change => ({
      changeId: change.id, state: change.state, policyName: short(change.body.displayName, 80), submittedAt: change.submittedAt,
      link: ask.ports.changes.link(change.id)
    }))
    const page = pageOf(ask, listing, { items, from, total: all.length })
    return {
      status: ok, summary: `${count(all.length, 'change')}${state === undefined ? '' : ` in state ${state}`}.`, total: all.length,
      changes: page.items, ...(page.next === undefined ? {} : { next: page.next })
    }
  }
})
