import { isManaged } from './policy-checks.ts'
import { sameId } from './made.ts'
import { bodyFor } from '../suggest/patch.ts'
import type { PolicyBody } from '#src/domain/requirement.ts'
import type { Step, Suggestion } from '#src/domain/suggestion.ts'
import type { Wish } from '#src/domain/wish.ts'
import type { Compiled } from '#src/engine/compile.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'

/** A step before it has its place and its proof. An id `made:KEY` in a wish stands for what the step with that key makes. */
export interface Drawn {
  readonly key: string
  readonly title: string
  /** Null where a person does it by hand. */
  readonly wish: Wish | null
  /** Keys of steps that must be taken before. */
  readonly after: readonly string[]
  /** What a person should know of it besides. */
  readonly note?: string
  /** Whether it stops what is no policy from protecting: nothing that the engine sees. */
  readonly unprotects?: string
}

const reportOnly = 'enabledForReportingButNotEnforced'

/** The steps of a suggestion, each one write, or one thing to do by hand. */
export function stepsOf({ tenant: { policies } }: Compiled, { steps }: Suggestion): Drawn[] {
  const drawn: Drawn[] = []
  const made = new Map<string, string>()
  for (const [index, step] of steps.entries()) {
    const key = String(index + 1)
    const read = policies.find(({ policy }) => step.policy !== undefined && sameId(policy.id, step.policy))
    const own = ownKey(made, step)
    if (step.do === 'create' && step.body !== undefined) made.set(step.body.displayName, key)
    const before = drawn.filter(one => own === undefined ? targetOf(one.wish) === step.policy : one.key === own || targetOf(one.wish) === `made:${own}`).map(one => one.key)
    const barrier = drawn.filter(one => step.do === 'settings' || one.unprotects !== undefined).map(one => one.key)
    drawn.push(...taken(step, { key, read, id: own === undefined ? step.policy : `made:${own}` }).map(one => ({ ...one, after: [...one.after, ...before, ...barrier] })))
  }
  return drawn
}

function ownKey(made: ReadonlyMap<string, string>, { do: what, policy, body }: Step): string | undefined {
  return policy === undefined && what !== 'create' && body !== undefined ? made.get(body.displayName) : undefined
}

interface At {
  readonly key: string
  readonly read: ReadPolicy | undefined
  readonly id: string | undefined
}

function taken({ do: what, body, words }: Step, { key, read, id }: At): Drawn[] {
  const write = (wish: Wish): Drawn[] => [{ key, title: words, wish, after: [] }]
  const byHand = (note?: string): Drawn[] => [{ key, title: words, wish: null, after: [], ...note === undefined ? {} : { note } }]
  switch (what) {
    case 'create': return body === undefined ? byHand() : write({ kind: 'createPolicy', body: { ...body, state: body.state === 'disabled' ? body.state : reportOnly } })
    case 'patch': return body === undefined || id === undefined ? byHand() : write({ kind: 'patchPolicy', policy: id, body })
    case 'disable': return id === undefined ? byHand() : write({ kind: 'setPolicyState', policy: id, state: 'disabled' })
    case 'delete': return id === undefined ? byHand() : read !== undefined && isManaged(read) ? byHand('Microsoft keeps the policies that it manages: leave it off') : write({ kind: 'deletePolicy', policy: id })
    case 'enable': return id === undefined ? byHand() : turnedOn({ key, title: words, id }, read, body)
    case 'settings': return byHand().map(one => ({ ...one, unprotects: 'what security defaults asked for is not asked until the next steps are taken: take them at once' }))
    default: return byHand()
  }
}

/** Turning on a policy that is there, changed first where it is to be another one. */
function turnedOn({ key, title, id }: { readonly key: string, readonly title: string, readonly id: string }, read: ReadPolicy | undefined, body: PolicyBody | undefined): Drawn[] {
  const on: Drawn = { key, title, wish: { kind: 'setPolicyState', policy: id, state: 'enabled' }, after: [] }
  if (read === undefined || body === undefined) return [on]
  const changed = { ...body, state: read.policy.state }
  if (samePolicy(bodyFor(read), changed)) return [on]
  const name = `\`${read.policy.displayName}\``
  return [
    { key: `${key} first`, title: `change ${name} as it is to be when it is turned on`, wish: { kind: 'patchPolicy', policy: id, body: changed }, after: [] },
    { ...on, title: `turn on ${name}`, after: [`${key} first`] }
  ]
}

/** The object that a wish is about, or undefined where it makes one. */
function targetOf(wish: Wish | null): string | undefined {
  if (wish === null || wish.kind === 'createPolicy' || wish.kind === 'createNamedLocation' || wish.kind === 'createGroup') return undefined
  return 'policy' in wish ? wish.policy : 'location' in wish ? wish.location : wish.group
}
