import { createHash } from 'node:crypto'
import { draftFor } from '#src/advisor/draft.ts'
import { baseText, type Draft } from '#src/domain/draft.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { objectsNamed, requirementNamed, type Named } from './names.ts'
import type { Snapshot } from './ports.ts'
import { short, type Candidate, type PlainReply } from './reply.ts'

/** What a draft is asked for: a requirement or a suggestion, and what departs from its template. */
export interface DraftWish {
  readonly requirement?: string
  readonly suggestion?: string
  readonly name?: string
  /** Names or ids of users, groups and roles. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

/** The report-only policy for a wish, computed from the snapshot; or the reply that says what is not clear about it. */
export function draftOf(snapshot: Snapshot, wish: DraftWish): Named<Omit<Draft, 'id' | 'createdAt' | 'createdBy'>> {
  const requirement = wanted(snapshot, wish)
  if ('unclear' in requirement) return requirement
  const include = objectsNamed(snapshot.tenant, wish.include ?? [])
  if ('unclear' in include) return include
  const exclude = objectsNamed(snapshot.tenant, wish.exclude ?? [])
  if ('unclear' in exclude) return exclude
  const content = draftFor(snapshot.compiled, requirement.found, {
    ...(wish.name === undefined ? {} : { name: wish.name }), include: objectsOf(include.found), exclude: objectsOf(exclude.found)
  })
  const base = baseText(snapshot.tenant.policies.map(({ policy }) => policy))
  return { found: { ...content, baseHash: createHash('sha256').update(base).digest('hex') } }
}

function wanted({ analysis }: Snapshot, { requirement, suggestion }: DraftWish): Named<Requirement> {
  if (suggestion === undefined) return requirement === undefined ? { unclear: nothingAsked } : requirementNamed(requirement)
  const found = analysis.suggestions.find(({ id }) => id.toLowerCase() === suggestion.trim().toLowerCase())
  if (found !== undefined) return requirementNamed(found.requirement)
  const candidates = analysis.suggestions.slice(0, 5)
    .map(({ id, title }): Candidate => ({ kind: 'suggestion', id, name: short(title, 80) }))
  const summary = 'There is no such suggestion. Ask again with the id of one of the candidates.'
  return { unclear: { status: 'ambiguous', summary, candidates } }
}

const nothingAsked: PlainReply = { status: 'refused', summary: 'Say which requirement or which suggestion the policy is for.' }

function objectsOf(candidates: readonly Candidate[]) {
  return candidates.flatMap(({ kind, id }) => kind === 'user' || kind === 'group' || kind === 'role' ? [{ kind, id } as const] : [])
}
