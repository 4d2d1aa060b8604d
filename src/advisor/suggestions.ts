import { effectBetween } from './effect.ts'
import { boardOf, type Board } from './suggest/board.ts'
import { closersIn, closings } from './suggest/close-gaps.ts'
import { defaultsReplacement } from './suggest/defaults.ts'
import { emergencyExclusions } from './suggest/emergency-exclusions.ts'
import { reductions, splits } from './suggest/exclusions.ts'
import { groupProtections } from './suggest/groups.ts'
import { renamings } from './suggest/names.ts'
import { merges, removals, type Removal } from './suggest/needless.ts'
import { nothing, type Proposal, type Seen } from './suggest/proposal.ts'
import { readiness } from './suggest/ready.ts'
import { repairs } from './suggest/stale-references.ts'
import { administratorsAmong } from './suggest/people.ts'
import { worsens } from './suggest/worsens.ts'
import type { PolicyAnalysis } from '#src/engine/analyse/analyse.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'

const order = ['critical', 'high', 'medium', 'low']

/**
 * What to do, ranked: by severity, then by how many administrators are exposed, then users, then applications, then by the id. No policy is
 * changed by two of them, so that they can be followed in any order; what waits for another comes with the next analysis.
 */
export function suggestionsOf(compiled: Compiled, coverages: readonly Coverage[], analysis: PolicyAnalysis): Suggestion[] {
  const seen: Seen = { compiled, coverages, analysis }
  const closers = closersIn(seen, (a, b) => byExposure(compiled, a, b))
  const found = {
    emergency: emergencyExclusions(seen), repairs: repairs(seen), ready: readiness(seen), removals: removals(seen), merges: merges(seen), names: renamings(seen), defaults: defaultsReplacement(seen)
  }
  const brought = [
    ...closers.flatMap(({ enforcements, extensions, creation }) => [...enforcements, ...extensions, creation].map(({ proposal }) => proposal)), ...found.emergency,
    ...found.repairs.map(({ proposal }) => proposal), ...found.ready, ...found.merges, ...found.names, ...found.defaults
  ].flatMap(({ change }) => change.come)
  const board = boardOf(compiled, brought)
  const claims = new Claims(board)
  const replaced = new Set(found.defaults.flatMap(({ closes }) => closes ?? []))
  const chosen = [
    ...found.defaults, ...claims.take(closings(seen, board, closers.filter(({ judged }) => !replaced.has(judged.requirement.id)))), ...claims.take(found.emergency),
    ...claims.take(found.repairs.map(({ proposal, advice }) => board.locksOut(proposal.change) || worsens(seen, board, proposal.change) ? advice : proposal)),
    ...claims.take(found.ready.map(proposal => proposal.kind === 'reviewManaged' && board.locksOut(proposal.change) ? { ...proposal, ...reviewOnly } : proposal)),
    ...claims.remove(found.removals), ...claims.take(found.merges), ...claims.take(found.names),
    ...reductions(seen).filter(({ policies }) => !policies.some(id => claims.extended.has(id))), ...splits(seen), ...groupProtections(seen)
  ]
  return chosen.map(proposal => ({ proposal, suggestion: judged(seen, board, proposal) })).sort(byRank).map(({ suggestion }, index) => ({ ...suggestion, rank: index + 1 }))
}

const reviewOnly = { change: nothing, steps: [{ do: 'advice', words: 'turning it on would lock people out: set it to off, or exclude them, before Microsoft turns it on' }] } satisfies Partial<Proposal>

/** Which policies are spoken for, so that two suggestions never change the same one or rely on what the other takes away. */
class Claims {
  readonly #board: Board
  readonly #changed = new Set<string>()
  readonly #needed = new Set<string>()
  readonly extended = new Set<string>()

  constructor(board: Board) {
    this.#board = board
  }

  /** Those whose policies nothing before them changes, and that lock nobody out. */
  take(proposals: readonly Proposal[]): Proposal[] {
    return proposals.filter(({ kind, change, policies }) => {
      const ids = change.gone.map(({ policy }) => policy.id)
      if (kind === 'mergePolicies' && policies.some(id => this.#changed.has(id))) return false
      if (ids.some(id => this.#changed.has(id)) || (change !== nothing && this.#board.locksOut(change))) return false
      for (const id of ids) this.#changed.add(id)
      if (kind === 'extendPolicy') for (const id of ids) this.extended.add(id)
      return true
    })
  }

  /** Removals that rely on policies that stay, each of which stays from then on. */
  remove(removals: readonly Removal[]): Proposal[] {
    return removals.filter(({ proposal: { subject }, relies }) => {
      if (this.#changed.has(subject) || this.#needed.has(subject) || relies.some(id => this.#changed.has(id))) return false
      this.#changed.add(subject)
      for (const id of relies) this.#needed.add(id)
      return true
    }).map(({ proposal }) => proposal)
  }
}

function byExposure(compiled: Compiled, a: Coverage, b: Coverage): number {
  return order.indexOf(a.requirement.severity) - order.indexOf(b.requirement.severity) || administratorsAmong(compiled, b.uncoveredUsers) - administratorsAmong(compiled, a.uncoveredUsers) ||
    b.uncoveredUsers.count - a.uncoveredUsers.count || b.uncoveredApps.count - a.uncoveredApps.count || (a.requirement.id < b.requirement.id ? -1 : 1)
}

interface Ranked {
  readonly proposal: Proposal
  readonly suggestion: Suggestion
}

function byRank({ proposal: a, suggestion: { id } }: Ranked, { proposal: b, suggestion: { id: other } }: Ranked): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity) || b.exposed.administrators - a.exposed.administrators || b.exposed.users - a.exposed.users ||
    Number(b.exposed.apps.anyOther) - Number(a.exposed.apps.anyOther) || b.exposed.apps.count - a.exposed.apps.count || Number(b.exposed.when === 'always') - Number(a.exposed.when === 'always') || (id < other ? -1 : 1)
}

/** A proposal with what it does, exactly. */
function judged(seen: Seen, board: Board, proposal: Proposal): Suggestion {
  const { kind, subject, severity, title, summary, policies, steps, body, change, isWatched, sources, exposed, facts, licence, reversible } = proposal
  const later = board.compare(change)
  const effect = effectBetween(isWatched ? undefined : later, later)
  const open = [...new Set([...later?.relation === 'equivalent' ? [] : board.unknowns(change), ...unknownsFor(seen, proposal)])].sort()
  return {
    id: `${subject}:${kind}`, kind, ...proposal.requirement === undefined ? {} : { requirement: proposal.requirement }, severity, title, rank: 0,
    summary: change === nothing ? summary : `${summary}; ${effect.summary}`, reasons: [`severity ${severity}`, ...exposed.reasons], closes: [...proposal.closes ?? []], policies: [...policies], steps: [...steps],
    ...body === undefined ? {} : { body }, effect, lockout: board.lockout(change), source: sources[0] ?? '', sources: [...sources], licence: [...licence],
    confidence: !seen.compiled.tenant.users.read || !seen.compiled.tenant.policiesRead ? 'unknown' : open.length === 0 ? 'proven' : 'conditional', unknowns: open,
    reversible, fingerprint: [...facts].join('\n'), ...proposal.why === undefined ? {} : { why: proposal.why }, ...proposal.template === undefined ? {} : { template: proposal.template }
  }
}

function unknownsFor({ compiled: { tenant } }: Seen, { kind }: Proposal): string[] {
  return tenant.securityDefaults === true && kind !== 'replaceSecurityDefaults' ? ['security defaults: while they are on no policy runs'] : []
}
