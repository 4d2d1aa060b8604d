import { Type, type Static } from 'typebox'
import type { FastifyRequest } from 'fastify'
import { answerKinds, Feedback, feedbackStates, type Answer } from '#src/domain/feedback.ts'
import { literals } from '#src/domain/schema.ts'
import { toDecide, toDraft, toRead } from '#src/skills/needs.ts'
import type { DecidingPorts, Ports, Snapshot } from '#src/skills/ports.ts'
import { lacking } from '#src/skills/respond-to-suggestion.ts'
import { suggestedIn, type Suggested } from '#src/skills/suggested.ts'
import { callerOf } from './authorization.ts'
import { otherwise, SuggestionRef } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { Next, pageQuery, pager } from './pages.ts'
import { problems, refusal } from './problems.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Params = Type.Object({ id: Type.String({ maxLength: 300 }) })

const Remembered = Type.Object({
  suggestion: SuggestionRef, state: literals(feedbackStates),
  isListed: Type.Boolean({ description: 'False while it is snoozed or rejected.' }), isNew: Type.Boolean({ description: 'Whether the snapshot before did not make it.' }),
  returned: Type.Optional(Type.String({ description: 'Why it is back although it was put away.' })), feedback: Type.Optional(Feedback)
})

const Told = Type.Object({
  answer: literals(answerKinds), reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, description: 'How long to snooze, 14 days unless told.' })),
  remember: Type.Optional(Type.Boolean({
    description: 'With a rejection: its people become an accepted exception of the requirement. This is deciding: it needs `Lacuna.Decide`.'
  })),
  expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'When a remembered exception ends; never unless told.' }))
}, { additionalProperties: false })

const Answered = Type.Object({ feedback: Feedback, exception: Type.Optional(Type.Integer({ description: 'How many people were accepted as an exception.' })) })

/** The most people that one rejection may accept by name; more are better declared as a group. */
const mostRemembered = 100

/** Suggestions in full, as people left them, and what they say of them. */
export function addSuggestionRoutes(app: TypedApp, { ports, deciding }: { ports: Ports, deciding: DecidingPorts }): void {
  addReading(app, ports)
  app.post('/suggestions/:id/respond', {
    config: { needs: toDraft, further: body => remembers(body) ? toDecide : undefined }, schema: {
      operationId: 'respondInFull', summary: 'Snooze, reject, accept or annotate a suggestion', tags: ['suggestions', 'deciding'],
      description: 'A rejection with `remember` is a decision: it needs a person\'s token with `Lacuna.Decide` from a deciding client.',
      params: Params, headers: WriteHeaders, body: Told, response: { 200: Answered, ...otherwise }
    }
  }, async request => {
    const { body, params: { id } } = request
    const snapshot = await snapshotFor(request, ports)
    const { suggestion } = await suggestedAs(request, ports, id)
    const answer: Answer = {
      kind: body.answer, ...body.reason === undefined ? {} : { reason: body.reason }, ...body.days === undefined ? {} : { days: body.days }
    }
    const lacks = lacking(answer) ?? (body.expiresAt !== undefined && !remembers(body) ? 'Only a remembered exception expires.' : undefined)
    if (lacks !== undefined) throw refusal({ refused: 'answer-incomplete', detail: lacks })
    const caller = callerOf(request)
    if (!remembers(body)) return { feedback: await ports.suggestions.respond(caller, suggestion, answer) }
    const exception = exceptionOf(snapshot, suggestion, body)
    await deciding.remember(caller, exception)
    return { feedback: await ports.suggestions.respond(caller, suggestion, answer), exception: exception.objects.length }
  })
}

function addReading(app: TypedApp, ports: Ports): void {
  app.get('/suggestions', {
    config: { needs: toRead }, schema: {
      operationId: 'listSuggestionsInFull', summary: 'Every suggestion in its rank, put away or not', tags: ['suggestions'],
      querystring: Type.Object({ state: Type.Optional(literals(feedbackStates)), ...pageQuery }, { additionalProperties: false }),
      response: { 200: Type.Object({ snapshot: Type.String(), total: Type.Integer(), suggestions: Type.Array(Remembered), next: Next }), ...otherwise }
    }
  }, async request => {
    const { state, cursor, top = 100 } = request.query
    const snapshot = await snapshotFor(request, ports)
    const all = (await suggestedIn(snapshot, { ports, caller: callerOf(request) })).filter(one => state === undefined || one.state === state)
    const pages = pager(request, ports, `suggestions ${state ?? ''} ${snapshot.id} ${all.length}`)
    const from = pages.from(cursor)
    const suggestions = all.slice(from, from + top)
    return { snapshot: snapshot.id, total: all.length, suggestions, ...pages.next(from + suggestions.length, all.length) }
  })
  app.get('/suggestions/:id', {
    config: { needs: toRead }, schema: {
      operationId: 'getSuggestion', summary: 'One suggestion with its steps, bodies and notes', tags: ['suggestions'], params: Params,
      response: { 200: Remembered, ...otherwise }
    }
  }, async request => suggestedAs(request, ports, request.params.id))
}

async function suggestedAs(request: FastifyRequest, ports: Ports, id: string): Promise<Suggested> {
  const all = await suggestedIn(await snapshotFor(request, ports), { ports, caller: callerOf(request) })
  const found = all.find(({ suggestion }) => suggestion.id === id)
  if (found === undefined) throw problems.notFound(`suggestion ${id}`)
  return found
}

function remembers(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'remember' in body && body.remember === true
}

/** The people whom the suggestion's requirement does not cover, as an exception to it. */
function exceptionOf({ analysis }: Snapshot, { requirement: id }: Suggested['suggestion'], { answer, reason, expiresAt }: Static<typeof Told>): Parameters<DecidingPorts['remember']>[1] {
  const requirement = analysis.requirements.find(result => result.id === id)
  if (answer !== 'reject' || reason === undefined) throw refusal({ refused: 'cannot-remember', detail: 'only a rejection with a reason can be remembered as an exception' })
  const people = requirement?.uncoveredUsers.ids ?? []
  if (requirement === undefined || people.length === 0) {
    throw refusal({ refused: 'cannot-remember', detail: 'the suggestion is not about people whom a requirement leaves out, so there is nobody to accept' })
  }
  if (people.length > mostRemembered) {
    throw refusal({ refused: 'cannot-remember',
      detail: `it is about ${people.length} people; declare an exception for a group that holds them in the settings, at most ${mostRemembered} are accepted by name` })
  }
  return { objects: people.map(person => ({ kind: 'user', id: person })), requirements: [requirement.id], reason, expiresAt: expiresAt ?? null }
}
