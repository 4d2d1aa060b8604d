import { contradictedBy, isSameObject } from './contradictions.ts'
import { readingsOf, type Spoken, type SpokenObject } from './grammar.ts'
import { nearestTo } from './nearest.ts'
import { isTakenAsId, nameOf, objectsCalled, objectsLike, unknownWords, type Named } from './objects.ts'
import { hiddenCharacter, NotUnderstood } from './scanner.ts'
import { isSame, sentenceOf, standingWishes, type Wish } from './wish.ts'
import { namingProblem } from '../naming-pattern.ts'
import { hasExpired, type DirectoryObject, type TenantSettings } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What becomes of an instruction. `at` counts characters from 0. Nothing is ever guessed: two readings are both told. */
export type Checked =
  | { readonly verdict: 'understood', readonly sentence: string, readonly wish: Wish, readonly stands: boolean }
  | { readonly verdict: 'ambiguous', readonly detail: string, readonly readings: readonly string[], readonly candidates: readonly Named[] }
  | { readonly verdict: 'refused', readonly detail: string, readonly at: number, readonly nearest: string | undefined, readonly candidates: readonly Named[] }
  | { readonly verdict: 'contradicts', readonly sentence: string, readonly wish: Wish, readonly standing: string }

/** What an instruction is read in the light of. */
export interface Around {
  readonly tenant: Tenant
  readonly settings: TenantSettings
  readonly now: Date
}

const longest = 4_000

/** Reads one sentence: understood, ambiguous, refused, or in contradiction with what stands. */
export function checkInstruction(text: string, around: Around): Checked {
  if (text.length > longest) return refused(longest, `a sentence has at most ${longest} characters`)
  const hidden = text.search(hiddenCharacter)
  if (hidden >= 0) return refused(hidden, 'there is a character that does not show; write one plain sentence')
  let form: Spoken['form'] | undefined
  try {
    return ofReadings(readingsOf(text, told => { form = told }), text, around)
  } catch (error) {
    if (error instanceof NotUnderstood) return { ...refused(error.at, error.message), nearest: nearestTo(text, form) }
    throw error
  }
}

function refused(at: number, detail: string, candidates: readonly Named[] = []): Checked & { verdict: 'refused' } {
  return { verdict: 'refused', at, detail, nearest: undefined, candidates }
}

function ofReadings(readings: readonly Spoken[], text: string, around: Around): Checked {
  const wishes: Wish[] = []
  for (const spoken of readings) {
    const found = wishOf(spoken, around.tenant)
    if ('verdict' in found) return found
    if (!wishes.some(wish => isSame(wish, found))) wishes.push(found)
  }
  const [wish, ...others] = wishes
  if (wish === undefined) return refused(0, 'the sentence says nothing')
  if (others.length > 0) {
    return { verdict: 'ambiguous', detail: 'the sentence can be read in more than one way', readings: wishes.map(each => sentenceOf(around.tenant, each)), candidates: [] }
  }
  return judged(wish, text, around)
}

function judged(wish: Wish, text: string, { tenant, settings, now }: Around): Checked {
  const sentence = sentenceOf(tenant, wish)
  const expiresAt = wish.sets === 'exception' ? wish.exception.expiresAt : null
  if (hasExpired({ expiresAt }, now.toISOString())) return refused(Math.max(0, text.search(/\b(?:until|till)\b/i)), `${expiresAt} is past`)
  const stands = standingWishes(settings).some(standing => isSame(standing, wish))
  const contradicted = stands ? undefined : contradictedBy(wish, settings, tenant, now)
  if (contradicted === undefined) return { verdict: 'understood', sentence, wish, stands }
  const standing = 'standing' in contradicted ? sentenceOf(tenant, contradicted.standing)
    : `${nameOf(tenant, contradicted.emergency)} is a declared emergency ${contradicted.emergency.kind === 'group' ? 'group' : 'account'}.`
  return { verdict: 'contradicts', sentence, wish, standing }
}

function wishOf(spoken: Spoken, tenant: Tenant): Wish | Checked {
  if (spoken.form === 'name') {
    const problem = namingProblem(spoken.pattern)
    return problem === undefined ? { sets: 'namingConvention', pattern: spoken.pattern } : refused(spoken.at + problem.at, problem.detail)
  }
  const objects: DirectoryObject[] = []
  for (const named of spoken.objects) {
    const found = objectOf(named, tenant, spoken.form)
    if ('verdict' in found) return found
    if (!objects.some(object => isSameObject(object, found))) objects.push(found)
  }
  const requirements = spoken.requirements === null ? null : [...spoken.requirements]
  if (spoken.form === 'accept') return { sets: 'exception', exception: { objects, requirements, reason: spoken.reason, expiresAt: spoken.expiresAt } }
  return { sets: 'direction', direction: { do: spoken.form, objects, requirements } }
}

function objectOf({ kind, name, at }: SpokenObject, tenant: Tenant, form: Spoken['form']): DirectoryObject | Checked {
  const found = objectsCalled(tenant, kind, name)
  const [only] = found
  const noun = kind ?? 'user, group, role or application'
  if (only === undefined && kind !== undefined && isTakenAsId(tenant, kind, name)) return { kind, id: name.toLowerCase() }
  if (only === undefined) return refused(at, unknownWords(kind), objectsLike(tenant, kind, name))
  if (found.length > 1) return { verdict: 'ambiguous', detail: `more than one ${noun} has the name at character ${at + 1}`, readings: [], candidates: found }
  if (only.kind === 'application' && (form === 'ignore' || form === 'accept')) return refused(at, 'an application cannot be left out of what is judged; name a user, group or role')
  return { kind: only.kind, id: only.id }
}
