import { counted } from '../phrases.ts'
import { patched, without, withAll } from '../suggest/patch.ts'
import { isWorse } from '../suggest/board.ts'
import { isRefused, refusal, sameId } from './made.ts'
import { withIds } from './placeholders.ts'
import { isDecisive, patchFor } from './policy-patch.ts'
import { readWish } from './policy-checks.ts'
import { compareIn, type Comparison } from '#src/engine/compare.ts'
import { recompile, type Compiled } from '#src/engine/compile.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Lockout } from '#src/domain/draft.ts'
import type { PlanStep, Proof } from '#src/domain/plan.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import type { ReadPolicy } from '#src/tenant/tenant.ts'
import type { Drawn } from './plan-steps.ts'

/** The tenant between two steps: its policies, and who is in the groups that the plan makes, by their ids there. */
interface State {
  readonly policies: readonly ReadPolicy[]
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/** What does not change while the steps of a plan are put in order. */
interface Frame {
  readonly start: Compiled
  readonly locked: Lockout
  /** The tenant after the last step. */
  readonly final: Compiled
}

/** Steps in an order in which every state is safe: the order given, unless that is not. */
export function scheduled(compiled: Compiled, drawn: readonly Drawn[]): PlanStep[] | WishRefused {
  const begin: State = { policies: compiled.tenant.policies, groups: new Map() }
  const end = drawn.reduce<State | WishRefused>((state, step) => isRefused(state) ? state : taken(state, step), begin)
  if (isRefused(end)) return end
  const frame: Frame = { start: compiled, locked: lockoutIn(compiled), final: recompile(compiled, seen(end)) }
  const order: Drawn[] = []
  const proofs: Proof[] = []
  let state = begin
  while (order.length < drawn.length) {
    const ready = drawn.filter(step => !order.includes(step) && step.after.every(key => order.some(one => one.key === key)))
    const next = firstSafe(frame, state, ready)
    if (next === undefined) return refusal('no-safe-order', `in no order of its steps does everything that is asked of a sign-in stay asked: not after ${ready.map(({ title }) => title).join(', nor after ')}`)
    order.push(next.step)
    proofs.push(next.proof)
    state = next.state
  }
  return order.flatMap((step, index) => {
    const proof = proofs[index]
    return proof === undefined ? [] : [{ position: index + 1, title: step.title, byHand: step.wish === null, wish: placed(step.wish, order), proof }]
  })
}

interface Next {
  readonly step: Drawn
  readonly state: State
  readonly proof: Proof
}

function firstSafe(frame: Frame, state: State, ready: readonly Drawn[]): Next | undefined {
  for (const step of ready) {
    const after = taken(state, step)
    if (isRefused(after)) continue
    const proof = proofOf(frame, seen(after), step)
    if (proof !== undefined) return { step, state: after, proof }
  }
  return undefined
}

/** Undefined where the state is not safe: it asks less than before, where that is not what the plan comes to, or locks somebody out. */
function proofOf({ start, locked, final }: Frame, policies: readonly ReadPolicy[], { unprotects, note }: Drawn): Proof | undefined {
  const lockout = lockoutIn(recompile(start, policies))
  if (isWorse(locked, lockout)) return undefined
  if (unprotects !== undefined) return { relation: 'looser', protectedStays: false, lockout: lockout.status, words: unprotects }
  const found = compareIn(start, policies)
  const protectedStays = keeps(found)
  if (!protectedStays && !keeps(compareIn(final, policies))) return undefined
  return { relation: found.relation, protectedStays, lockout: lockout.status, words: [wordsOf(found), ...note === undefined ? [] : [note]].join('; ') }
}

function keeps({ relation }: Comparison): boolean {
  return relation === 'equivalent' || relation === 'stricter'
}

function wordsOf({ relation, regions, newlyBlocked, newlyChallenged }: Comparison): string {
  if (relation === 'equivalent') return 'no outcome differs from before the plan'
  const more = [
    ...newlyBlocked.count > 0 ? [`sign-ins of ${counted(newlyBlocked.count, 'user')} are blocked`] : [], ...newlyChallenged.count > 0 ? [`more is asked of ${counted(newlyChallenged.count, 'user')}`] : []
  ]
  const kept = `whatever was asked is still asked${more.length > 0 ? `, and ${more.join(', and ')}` : ''}`
  if (relation === 'stricter') return kept
  const [most] = regions.filter(({ change }) => change === 'looser').toSorted((a, b) => b.users.count - a.users.count)
  const less = most === undefined ? 'less is asked of workloads' : `\`${most.demand}\` is no longer asked of ${counted(most.users.count, 'user')}, ${most.words}`
  return [`as announced, ${less}`, ...more].join('; ')
}

/** The state after a step. */
function taken(state: State, { key, wish }: Drawn): State | WishRefused {
  if (wish === null) return state
  const { policies, groups } = state
  const change = (id: string, to: (read: ReadPolicy) => ReadPolicy[]): State => ({ ...state, policies: policies.flatMap(read => sameId(read.policy.id, id) ? to(read) : [read]) })
  switch (wish.kind) {
    case 'createPolicy': {
      const read = readWish(wish.body, `made:${key}`)
      return isRefused(read) ? read : { ...state, policies: [...policies, read] }
    }
    case 'patchPolicy': return change(wish.policy, read => [patchedBy(read, wish)])
    case 'setPolicyState': return change(wish.policy, read => [patched(read, { state: wish.state })])
    case 'deletePolicy': return change(wish.policy, () => [])
    case 'createGroup': return { ...state, groups: new Map([...groups, [`made:${key}`, wish.members ?? []]]) }
    case 'addGroupMembers': return { ...state, groups: new Map([...groups, [wish.group, withAll(groups.get(wish.group) ?? [], wish.members)]]) }
    default: return refusal('not-in-plans', `a plan has no step of the kind \`${wish.kind}\``)
  }
}

/** What a policy does after a patch. */
function patchedBy(read: ReadPolicy, { body }: Extract<Wish, { kind: 'patchPolicy' }>): ReadPolicy {
  const patch = patchFor(read, { ...body, state: read.policy.state })
  const after = patch === undefined || !isDecisive(patch) ? read : readWish(patch.body, read.policy.id)
  return isRefused(after) ? read : after
}

/** The policies as the engine sees them, with the people of groups that are not in the tenant yet named one by one. */
function seen({ policies, groups }: State): ReadPolicy[] {
  return policies.map(read => {
    const { users } = read.policy.conditions
    const made = [...users.includeGroups, ...users.excludeGroups].filter(id => groups.has(id))
    if (made.length === 0) return read
    const people = (ids: readonly string[]): string[] => ids.flatMap(id => groups.get(id) ?? [])
    return patched(read, {
      conditions: {
        users: {
          ...users, includeGroups: without(users.includeGroups, made), excludeGroups: without(users.excludeGroups, made),
          includeUsers: withAll(users.includeUsers, people(users.includeGroups)), excludeUsers: withAll(users.excludeUsers, people(users.excludeGroups))
        }
      }
    })
  })
}

/** A wish in which what earlier steps make has their positions. */
function placed(wish: Wish | null, order: readonly Drawn[]): Wish | null {
  return wish === null ? null : withIds(wish, id => {
    const position = id.startsWith('made:') ? order.findIndex(({ key }) => `made:${key}` === id) + 1 : 0
    return position === 0 ? id : `step:${position}`
  })
}
