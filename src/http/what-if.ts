import { Type } from 'typebox'
import { judgedSignIn } from '#src/skills/judged.ts'
import { toRead } from '#src/skills/needs.ts'
import type { Ports } from '#src/skills/ports.ts'
import { otherwise, VerdictRef } from './components.ts'
import { snapshotFor } from './snapshot.ts'
import type { TypedApp } from './typed.ts'

const Fault = Type.Object({ pointer: Type.String(), detail: Type.String() })
const Answer = Type.Object({ verdict: Type.Optional(VerdictRef), errors: Type.Optional(Type.Array(Fault)) })

/** Many sign-ins judged at once, in the order in which they came. */
export function addWhatIf(app: TypedApp, ports: Ports): void {
  app.post('/what-if', {
    config: { needs: toRead }, schema: {
      operationId: 'evaluateSignIns', summary: 'Evaluate up to 1,000 sign-ins', tags: ['coverage'],
      description: 'A sign-in is the body of Graph\'s `conditionalAccessRoot: evaluate`. ' +
        'One that is none is answered with errors that point into it.',
      body: Type.Object({ signIns: Type.Array(Type.Record(Type.String(), Type.Unknown()), { minItems: 1, maxItems: 1000 }) },
        { additionalProperties: false }),
      response: { 200: Type.Object({ snapshot: Type.String(), verdicts: Type.Array(Answer) }), ...otherwise }
    }
  }, async request => {
    const { id, compiled } = await snapshotFor(request, ports)
    return { snapshot: id, verdicts: request.body.signIns.map(body => judgedSignIn(compiled, body)) }
  })
}
