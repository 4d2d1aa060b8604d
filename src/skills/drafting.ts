import { createHash } from 'node:crypto'
import { bodyOf } from '#src/advisor/draft.ts'
import { announce } from '#src/advisor/writes/announce.ts'
import type { Draft } from '#src/domain/draft.ts'
import type { PolicyBody, Requirement } from '#src/domain/requirement.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import type { Wish, WishRefused } from '#src/domain/wish.ts'
import { objectsNamed, requirementNamed, type Named } from './names.ts'
import type { Snapshot } from './ports.ts'
import { plain, short, type Candidate, type PlainReply } from './reply.ts'
import { suggestionNamed } from './suggested.ts'

/** What a draft is asked for: a requirement or a suggestion, and what departs from its template. */
export interface DraftWish {
  readonly requirement?: string
  readonly suggestion?: string
  readonly name?: string
  /** Names or ids of users, groups and roles. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

/** What the keeper of drafts is given. */
export type DraftContent = Omit<Draft, 'id' | 'createdAt' | 'createdBy'>

/** The report-only policy for a wish, computed from the snapshot; or the reply that says what is not clear about it. */
export function draftOf(snapshot: Snapshot, wish: DraftWish): Named<DraftContent> {
  const wanted = wantedOf(snapshot, wish)
  if ('unclear' in wanted) return wanted
  const { requirement, body } = wanted.found
  const include = objectsNamed(snapshot.tenant, wish.include ?? [])
  if ('unclear' in include) return include
  const exclude = objectsNamed(snapshot.tenant, wish.exclude ?? [])
  if ('unclear' in exclude) return exclude
  const departs = wish.name !== undefined || include.found.length + exclude.found.length > 0
  const wished = body !== undefined && !departs ? body : bodyOf(snapshot.compiled, requirement, {
    ...wish.name === undefined ? {} : { name: wish.name }, include: objectsOf(include.found), exclude: objectsOf(exclude.found)
  })
  return clear(contentOf(snapshot, { kind: 'createPolicy', body: wished }, { requirement: requirement.id }))
}

/** A draft, or the reply that says why there is none. */
export function clear(content: DraftContent | WishRefused): Named<DraftContent> {
  return 'refused' in content ? { unclear: plain('refused', sentence(content.detail)) } : { found: content }
}

function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${short(detail.slice(1), 300)}.`
}

/** What a draft is made for. */
export type About = Pick<Draft, 'requirement' | 'suggestion' | 'plan' | 'rollbackOf'>

/** What another draft was made for, which one that is made from it is for, too. */
export function aboutOf({ requirement, suggestion, plan, rollbackOf }: About): About {
  return {
    ...requirement === undefined ? {} : { requirement }, ...suggestion === undefined ? {} : { suggestion }, ...plan === undefined ? {} : { plan },
    ...rollbackOf === undefined ? {} : { rollbackOf }
  }
}

/** One write as a draft, with what it would do to the tenant as it was read; or why there is none. */
export function contentOf(snapshot: Pick<Snapshot, 'compiled'>, wish: Wish, about: About = {}): DraftContent | WishRefused {
  const announced = announce(snapshot.compiled, wish)
  if ('refused' in announced) return announced
  const { base, ...content } = announced
  return { ...content, ...about, baseHash: createHash('sha256').update(base).digest('hex') }
}

/** The requirement, and the body that was suggested for it where a suggestion was named. */
function wantedOf(snapshot: Snapshot, { requirement, suggestion }: DraftWish): Named<{ requirement: Requirement, body?: PolicyBody }> {
  if (suggestion === undefined) return requirement === undefined ? { unclear: nothingAsked } : alone(requirementNamed(requirement))
  const named = suggestionNamed(snapshot, suggestion)
  if ('unclear' in named) return named
  const { kind, requirement: asked, body } = named.found
  if (kind !== 'createPolicy' || asked === undefined) return { unclear: plain('refused', byHand(named.found)) }
  const found = requirementNamed(asked)
  return 'unclear' in found ? found : { found: { requirement: found.found, ...body === undefined ? {} : { body } } }
}

function alone(named: Named<Requirement>): Named<{ requirement: Requirement }> {
  return 'unclear' in named ? named : { found: { requirement: named.found } }
}

/** What a person does about a suggestion that no new policy answers. */
function byHand({ title, steps }: Suggestion): string {
  const words = steps.slice(0, 4).map((step, index) => `${index + 1}. ${short(step.words, 150)}`).join(' ')
  const more = steps.length > 4 ? ` There are ${steps.length} steps in all.` : ''
  return `"${short(title)}" is no new report-only policy, so it cannot be drafted here. A person takes these steps in Microsoft Entra: ${words}${more}`
}

const nothingAsked: PlainReply = { status: 'refused', summary: 'Say which requirement or which suggestion the policy is for.' }

/** The users, groups and roles among what was named. */
export function objectsOf(candidates: readonly Candidate[]) {
  return candidates.flatMap(({ kind, id }) => kind === 'user' || kind === 'group' || kind === 'role' ? [{ kind, id } as const] : [])
}
