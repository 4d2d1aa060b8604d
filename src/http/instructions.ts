import { Type } from 'typebox'
import { instructionIn, instructionsOf, type Directed, type Instructed } from '#src/skills/directing.ts'
import { toDecide, toRead } from '#src/skills/needs.ts'
import type { DecidingPorts, Ports } from '#src/skills/ports.ts'
import { callerOf } from './authorization.ts'
import { otherwise } from './components.ts'
import { WriteHeaders } from './idempotency.ts'
import { pointing, problems } from './problems.ts'
import { declare } from './settings.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Instruction = Type.Object({ instruction: Type.String({ minLength: 1, maxLength: 500, description: 'One plain sentence.' }) }, { additionalProperties: false })
const Standing = Type.Object({
  instructions: Type.Array(Type.Object({ sentence: Type.String(), sets: Type.String(), expired: Type.Boolean() }), { description: 'With the names of today.' })
})
const Added = Type.Object({ sentence: Type.String({ description: 'As it was understood.' }), sets: Type.String(), added: Type.Boolean({ description: 'False where it stood already.' }) })

/** The tenant's directions in plain sentences: what stands, and adding one more. Adding is deciding. */
export function addInstructionRoutes(app: TypedApp, { ports, deciding }: { ports: Ports, deciding: DecidingPorts }): void {
  app.get('/settings/instructions', {
    config: { needs: toRead }, schema: { operationId: 'listInstructions', summary: 'What is directed, in plain sentences', tags: ['settings'], response: { 200: Standing, ...otherwise } }
  }, async request => {
    const snapshot = await snapshotFor(request, ports)
    return { instructions: instructionsOf(snapshot, await ports.settings(callerOf(request)), ports.now()) }
  })
  app.post('/settings/instructions', {
    config: { needs: toDecide }, schema: {
      operationId: 'addInstruction', summary: 'Direct the advisor with one plain sentence', tags: ['settings', 'deciding'],
      description: 'The sentence is added only if it is understood in one way and contradicts nothing that stands.',
      headers: WriteHeaders, body: Instruction, response: { 200: Added, 201: Added, ...otherwise }
    }
  }, async (request, reply) => {
    const caller = callerOf(request)
    const found = await instructionIn({ ports, caller }, await snapshotFor(request, ports), request.body.instruction)
    if (!('directed' in found)) throw unsettled(found)
    const { sentence, wish, stands } = found.checked
    const answer = { sentence, sets: wish.sets, added: !stands }
    if (stands) return reply.code(200).send(answer)
    await declare({ deciding, caller, pointer: '' }, found.directed)
    return reply.code(201).send(answer)
  })
}

function unsettled({ checked }: Exclude<Instructed, { directed: Directed }>) {
  const pointer = '/body/instruction'
  if (checked.verdict === 'contradicts') return pointing(problems.instructionContradicts(checked.standing), [{ pointer, detail: `it would say: ${checked.sentence}` }])
  const candidates = checked.candidates.map(({ kind, name, id }) => ({ pointer, detail: `${kind} \`${name}\` (${id})` }))
  if (checked.verdict === 'ambiguous') return pointing(problems.instructionAmbiguous(checked.detail), [...checked.readings.map(detail => ({ pointer, detail })), ...candidates])
  const nearest = checked.nearest === undefined ? [] : [{ pointer, detail: `nearest form: ${checked.nearest}` }]
  return pointing(problems.instructionRefused(`${checked.detail} (character ${checked.at + 1})`), [...nearest, ...candidates])
}
