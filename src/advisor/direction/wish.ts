import { spokenName } from './objects.ts'
import { quote } from './scanner.ts'
import type { AcceptedException, Direction, DirectoryObject, TenantSettings } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

export type ExceptionWish = Pick<AcceptedException, 'objects' | 'requirements' | 'reason' | 'expiresAt'>

/** What an instruction would set. */
export type Wish =
  | { readonly sets: 'direction', readonly direction: Direction }
  | { readonly sets: 'exception', readonly exception: ExceptionWish }
  | { readonly sets: 'namingConvention', readonly pattern: string }

const openings = { exclude: ['Exclude', 'from'], include: ['Include', 'in'], ignore: ['Do not consider', 'for'] } as const

/** The one sentence that says what the wish says, in words that are understood as the same wish again. */
export function sentenceOf(tenant: Tenant, wish: Wish): string {
  if (wish.sets === 'namingConvention') return `Name new policies ${quote(wish.pattern)}.`
  if (wish.sets === 'direction') {
    const { direction } = wish
    const [verb, preposition] = openings[direction.do]
    return `${verb} ${objectWords(tenant, direction.objects)} ${preposition} ${policyWords(direction.requirements, 'all policies').replace(direction.do === 'ignore' ? /^policies for / : /^$/, '')}${personaWords(direction)}.`
  }
  const { objects, requirements, reason, expiresAt } = wish.exception
  const until = expiresAt === null ? '' : ` until ${expiresAt}`
  return `Accept that ${objectWords(tenant, objects)} ${objects.length === 1 ? 'is' : 'are'} not covered by ${policyWords(requirements, 'any policy')}${until} because ${quote(reason)}.`
}

function personaWords({ persona }: Direction): string {
  return persona === undefined ? '' : `: they are ${quote(persona.name)}, governed by ${quote(persona.governedBy)}`
}

function objectWords(tenant: Tenant, objects: readonly DirectoryObject[]): string {
  return listed(objects.map(object => spokenName(tenant, object)))
}

function policyWords(requirements: readonly string[] | null, all: string): string {
  return requirements === null ? all : `policies for ${listed(requirements)}`
}

function listed(names: readonly string[]): string {
  return names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Everything that stands in the settings, each as one sentence with the names of today. */
export function standingWishes({ directions = [], exceptions = [], namingConvention }: TenantSettings): Wish[] {
  return [
    ...directions.map((direction): Wish => ({ sets: 'direction', direction })), ...exceptions.map((exception): Wish => ({ sets: 'exception', exception })),
    ...namingConvention === undefined ? [] : [{ sets: 'namingConvention', pattern: namingConvention } as const]
  ]
}

/** The settings with the wish added; one that stands already is not added again. */
export function withWish(settings: TenantSettings, wish: Wish, said: { readonly author: string, readonly at: Date, readonly instruction: string }): TenantSettings {
  if (standingWishes(settings).some(standing => isSame(standing, wish))) return settings
  if (wish.sets === 'namingConvention') return { ...settings, namingConvention: wish.pattern }
  if (wish.sets === 'direction') return { ...settings, directions: [...settings.directions ?? [], { ...wish.direction, instruction: said.instruction }] }
  const exception = { ...wish.exception, author: said.author, acceptedAt: said.at.toISOString() }
  return { ...settings, exceptions: [...settings.exceptions ?? [], exception] }
}

/** Whether two wishes set the same, whoever said them and in whatever words. */
export function isSame(a: Wish, b: Wish): boolean {
  return materialOf(a) === materialOf(b)
}

function materialOf(wish: Wish): string {
  if (wish.sets === 'namingConvention') return JSON.stringify([wish.sets, wish.pattern])
  const { objects, requirements } = wish.sets === 'direction' ? wish.direction : wish.exception
  const about = [objects.map(({ kind, id }) => `${kind} ${id.toLowerCase()}`).sort(), requirements?.toSorted() ?? null]
  return JSON.stringify(wish.sets === 'direction' ? [wish.sets, wish.direction.do, ...about, wish.direction.persona ?? null] : [wish.sets, ...about, wish.exception.reason, wish.exception.expiresAt])
}
