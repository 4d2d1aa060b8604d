import { creationFor, enforcementsFor, extensionsFor, type Closer } from './gap-closers.ts'
import { named, type Proposal, type Seen } from './proposal.ts'
import { counted, listed } from '../phrases.ts'
import type { Board } from './board.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { mayProtect } from '#src/engine/satisfies.ts'
import type { Compiled, CompiledPolicy } from '#src/engine/compile.ts'

/** The ways in which one gap might be closed, by kind. */
export interface Closers {
  readonly judged: Coverage
  readonly enforcements: readonly Closer[]
  readonly extensions: readonly Closer[]
  readonly creation: Closer
}

/** Everything that might close the gaps, the gravest gap first. */
export function closersIn(seen: Seen, order: (a: Coverage, b: Coverage) => number): Closers[] {
  return seen.coverages.filter(({ status }) => status === 'gap').sort(order).map(judged => ({
    judged, enforcements: enforcementsFor(seen, judged), extensions: extensionsFor(seen, judged), creation: creationFor(seen.compiled, judged)
  }))
}

/**
 * One proposal for each gap that another does not close as well: turning on what is there, else extending what is there, else a new
 * policy. An extension blocks nobody whom the requirement's own policy would not, and asks no more people for what that would not than the gap holds. Whatever is chosen is proven to close the gap in its final state, and locks nobody out.
 */
export function closings(seen: Seen, board: Board, all: readonly Closers[]): Proposal[] {
  const chosen: Proposal[] = []
  const closed = new Set<string>()
  const changed = new Set<string>()
  for (const closers of all) {
    const { requirement } = closers.judged
    if (closed.has(requirement.id)) continue
    const best = bestOf(seen, board, { closers, changed })
    if (best === undefined) continue
    const after = board.after(best.change)
    const closes = all.map(({ judged }) => judged).filter(judged => !closed.has(judged.requirement.id) && (judged.requirement === requirement || isServedBy(board.brought(best.change), after, judged)) && isClosed(after, judged)).map(judged => judged.requirement.id)
    for (const id of [requirement.id, ...closes]) closed.add(id)
    for (const { policy } of best.change.gone) changed.add(policy.id)
    chosen.push({ ...best, closes, exposed: { ...best.exposed, reasons: [...best.exposed.reasons, ...closes.length > 1 ? [`closes ${listed(closes.filter(id => id !== requirement.id), 5)}, too`] : []] } })
  }
  return chosen
}

interface Asked {
  readonly closers: Closers
  /** Ids of policies that something chosen before changes. */
  readonly changed: ReadonlySet<string>
}

function bestOf(seen: Seen, board: Board, { closers: { judged, enforcements, extensions, creation }, changed }: Asked): Proposal | undefined {
  const isFit = ({ proposal: { change } }: Closer): boolean =>
    !change.gone.some(({ policy }) => changed.has(policy.id)) && isClosed(board.after(change), judged) && !board.locksOut(change)
  const on = enforcements.find(closer => isFit(closer) && peopleBeyond(board, closer, creation).blocked === 0)
  if (on !== undefined) return on.proposal
  const extended = extensions.filter(isFit).map(closer => ({ closer, ...peopleBeyond(board, closer, creation) }))
    .filter(({ blocked, asked }) => blocked === 0 && asked <= judged.uncoveredUsers.count).map(({ closer, asked }) => ({ closer, beyond: asked })).sort((a, b) => a.closer.cost - b.closer.cost || a.beyond - b.beyond || (ageOf(seen, a.closer) < ageOf(seen, b.closer) ? -1 : 1))
  const [best, ...others] = extended
  if (best !== undefined) return { ...best.closer.proposal, why: whyThis(seen, best, others) }
  const { change } = creation.proposal
  return leaves(board.after(change), judged) < judged.uncoveredUsers.count || isClosed(board.after(change), judged) ? { ...creation.proposal, why: whyNew(seen, { enforcements, extensions }) } : undefined
}

function isClosed(after: Compiled, { requirement }: Coverage): boolean {
  return coverage(after, requirement).gaps.length === 0
}

function isServedBy(policies: readonly CompiledPolicy[], after: Compiled, { requirement }: Coverage): boolean {
  return policies.some(policy => mayProtect(policy, requirement, after.tenant))
}

function leaves(after: Compiled, { requirement }: Coverage): number {
  return coverage(after, requirement).uncoveredUsers.count
}

/** Of how many people the change would ask what the requirement's own policy would not, or whom it would block so. */
function peopleBeyond(board: Board, closer: Closer, creation: Closer): { blocked: number, asked: number } {
  const { newlyBlocked, newlyChallenged } = board.compareBeside(closer.proposal.change, creation.proposal.change.come)
  return { blocked: newlyBlocked.count, asked: newlyChallenged.count }
}

function ageOf({ compiled: { tenant } }: Seen, { policy: id }: Closer): string {
  const found = tenant.policies.find(({ policy }) => policy.id === id)
  return `${found?.policy.createdDateTime ?? ''} ${id}`
}

interface Rated {
  readonly closer: Closer
  readonly beyond: number
}

function whyThis({ compiled: { tenant } }: Seen, { closer, beyond }: Rated, others: readonly Rated[]): string {
  const name = (id: string): string => tenant.policies.filter(({ policy }) => policy.id === id).map(named).join('')
  const told = ({ closer: one, beyond: more }: Rated): string => `${counted(one.cost, 'change')} of its assignments, ${counted(more, 'person').replace('persons', 'people')} beyond the gap`
  const rest = others.map(other => `${name(other.closer.policy)} would need ${told(other)}`)
  return `${name(closer.policy)} is enforced and already asks for the same and nothing else; it needs ${told({ closer, beyond })}${rest.length === 0 ? ', and no other policy would do' : `; ${listed(rest)}`}`
}

function whyNew({ compiled: { tenant } }: Seen, { enforcements, extensions }: { enforcements: readonly Closer[], extensions: readonly Closer[] }): string {
  const names = [...new Set([...enforcements, ...extensions].map(({ policy }) => policy))].flatMap(id => tenant.policies.filter(({ policy }) => id.split('+').includes(policy.id)).map(named))
  return names.length === 0 ? 'no policy asks for the same and could be extended by a smaller change' : `changing ${listed([...new Set(names)])} would not close the gap, would block or ask more than the requirement does, would lock somebody out, or is in another suggestion`
}
