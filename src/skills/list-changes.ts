import { Type } from 'typebox'
import { changeStates } from '#src/domain/change.ts'
import { literals } from '#src/domain/schema.ts'
import { toRead } from './needs.ts'
import { personOf } from './names.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import { count, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

/** The changes of the tenant, newest first. */
export const listChanges = skill({
  name: 'ListChanges', path: '/changes', method: 'GET', effect: 'read', needs: toRead,
  summary: 'List the changes made or requested through Lacuna, all or by state',
  forModel: 'Use when asked which changes there are: pending, open, undecided, still awaiting or lacking approval or a decision; approved but still not in ' +
    'effect, signed off, refused, turned down, carried out, gone live, reversed, rolled back, about to expire, expiring soon, lapsed, stale or failed; what ' +
    'was altered lately, during the past days or since a holiday; what lies on the approvers\' desk, the queue and the history. Answers all of them, or one ' +
    'kind, each with its policy, date and link. It approves nothing. For one change use GetChange.',
  prompts: [
    'Which submitted changes may need attention? Give an overview of recent submissions. What was changed via Lacuna since last week? Change history for ' +
      'this year or quarter. Which ones went or got through today? Which requests were approved this month?',
    'What have we handed in so far? Which have been waiting longest? Which changes touch or concern this policy? Show all my submitted changes. Were any ' +
      'decided yet? Which did I hand in?'
  ],
  input: Type.Object({ state: Type.Optional(literals(changeStates, { description: 'Only changes in this state.' })), ...pageInput }),
  output: replyOf({
    total: Type.Integer(), next: Type.String(),
    changes: Type.Array(Type.Object({
      changeId: Type.String(), state: Type.String(), policyName: Type.String(), submittedAt: Type.String(), submittedBy: Type.String(), expiresAt: Type.String(),
      ticket: Type.Optional(Type.String()), link: Type.String()
    }))
  }),
  async run({ state, cursor, top }, ask) {
    const listing: Listing = { about: `changes ${state ?? ''}`, snapshot: undefined }
    const from = startOf(ask, cursor, listing)
    if (typeof from !== 'number') return from
    const all = await ask.ports.changes.list(ask.caller, state)
    const tenant = await ask.ports.directory(ask.caller)
    const items = all.slice(from, from + (top ?? 10)).map(({ id, state: stands, body, submittedAt, submittedBy, expiresAt, ticket }) => ({
      changeId: id, state: stands, policyName: short(body.displayName, 80), submittedAt, submittedBy: personOf(tenant, submittedBy), expiresAt,
      ...ticket === null ? {} : { ticket: short(ticket) }, link: ask.ports.changes.link(id)
    }))
    const page = pageOf(ask, listing, { items, from, total: all.length })
    return {
      status: ok, summary: `${count(all.length, 'change')}${state === undefined ? '' : ` in state ${state}`}.`, total: all.length,
      changes: page.items, ...(page.next === undefined ? {} : { next: page.next })
    }
  }
})
