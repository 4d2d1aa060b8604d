import { excludesEachOther, contradictedBy, isSameObject } from './contradictions.ts'
import { isTakenAsId, objectsCalled, objectsLike, unknownWords, type Named } from './objects.ts'
import { hiddenCharacter } from './scanner.ts'
import { editDistance } from './spelling.ts'
import { isSame, standingWishes, type ExceptionWish, type Wish } from './wish.ts'
import { namingProblem } from '../naming-pattern.ts'
import { momentOf } from '#src/domain/moment.ts'
import { hasExpired, type AcceptedException, type Declaration, type Direction, type DirectoryObject, type StandingDecision, type TenantSettings } from '#src/domain/settings.ts'
import { requirements as baseline } from '#src/requirements/all.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

/** What is wrong with a part of a declaration. The pointer starts at the declaration. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** What a declaration is judged by. Without a snapshot only ids are taken. */
export interface Ground {
  readonly tenant: Tenant | undefined
  readonly standing: TenantSettings
  readonly author: string
  readonly now: Date
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const longest = { reason: 1_000, instruction: 500, persona: 120 }

/**
 * The settings that a declaration means: names as ids, new exceptions with their author and the time; or everything that is wrong with it.
 * What stands already is taken as it is, so that what was read can be declared again although an object or a day has gone since.
 */
export function declaredSettings(declaration: Declaration, ground: Ground): { settings: TenantSettings } | { faults: Fault[] } {
  const faults: Fault[] = []
  const { directions, exceptions, emergencyAccess, namingConvention, autoCreateReportOnly, ...others } = declaration
  const naming = namingConvention === undefined ? undefined : namingProblem(namingConvention)
  if (naming !== undefined) faults.push({ pointer: '/namingConvention', detail: `${naming.detail} (character ${naming.at + 1})` })
  const settings: TenantSettings = {
    ...others, ...namingConvention === undefined ? {} : { namingConvention },
    ...emergencyAccess === undefined ? {} : { emergencyAccess: declaredEmergency(emergencyAccess, ground, faults) },
    ...autoCreateReportOnly === undefined ? {} : { autoCreateReportOnly: standingDecision(autoCreateReportOnly, ground) },
    ...directions === undefined ? {} : { directions: directions.map((direction, index) => declaredDirection(direction, { pointer: `/directions/${index}`, ground, faults })) },
    ...exceptions === undefined ? {} : { exceptions: exceptions.map((exception, index) => declaredException(exception, { pointer: `/exceptions/${index}`, ground, faults })) }
  }
  if (faults.length === 0) faults.push(...contradictions(settings, ground))
  return faults.length > 0 ? { faults } : { settings }
}

interface Place {
  readonly pointer: string
  readonly ground: Ground
  readonly faults: Fault[]
}

function declaredEmergency(declared: NonNullable<TenantSettings['emergencyAccess']>, ground: Ground, faults: Fault[]): NonNullable<TenantSettings['emergencyAccess']> {
  const ids = (kind: 'user' | 'group', names: readonly string[], member: 'users' | 'groups'): string[] => {
    const standing = ground.standing.emergencyAccess?.[member] ?? []
    return names.map((id, index) => standing.includes(id) ? id : declaredObject({ kind, id }, { pointer: `/emergencyAccess/${member}/${index}`, ground, faults }).id)
  }
  const { users, groups } = declared
  return { ...users === undefined ? {} : { users: ids('user', users, 'users') }, ...groups === undefined ? {} : { groups: ids('group', groups, 'groups') } }
}

/** A decision that stands is kept with its author; another number is another decision. */
function standingDecision({ perDay }: NonNullable<Declaration['autoCreateReportOnly']>, { standing: { autoCreateReportOnly: known }, author, now }: Ground): StandingDecision {
  return known?.perDay === perDay ? known : { perDay, author, decidedAt: now.toISOString() }
}

function declaredDirection(said: Direction, place: Place): Direction {
  const { instruction, persona } = said
  if (instruction !== undefined) checkText(instruction, longest.instruction, { ...place, pointer: `${place.pointer}/instruction` })
  const about = { objects: objectsOf(said.objects, place), requirements: requirementsOf(said.requirements, place) }
  if (said.do === 'ignore') refuseApplications(about.objects, place)
  if (persona !== undefined) checkPersona(said.do, persona, { ...place, pointer: `${place.pointer}/persona` })
  return { do: said.do, ...about, ...persona === undefined ? {} : { persona: { name: persona.name, governedBy: persona.governedBy } }, ...instruction === undefined ? {} : { instruction } }
}

function checkPersona(verb: Direction['do'], { name, governedBy }: NonNullable<Direction['persona']>, place: Place): void {
  if (verb !== 'ignore') place.faults.push({ pointer: place.pointer, detail: 'people who are governed apart are not to be considered: say `ignore`' })
  checkText(name, longest.persona, { ...place, pointer: `${place.pointer}/name` })
  checkText(governedBy, longest.reason, { ...place, pointer: `${place.pointer}/governedBy` })
}

function declaredException({ objects, requirements, reason, expiresAt }: ExceptionWish, place: Place): AcceptedException {
  const { standing, author, now } = place.ground
  const wish = { objects: objectsOf(objects, place), requirements: requirementsOf(requirements, place), reason, expiresAt }
  refuseApplications(wish.objects, place)
  const known = standing.exceptions?.find(other => isSame({ sets: 'exception', exception: other }, { sets: 'exception', exception: wish }))
  if (known !== undefined) return known
  checkText(reason, longest.reason, { ...place, pointer: `${place.pointer}/reason` })
  if (expiresAt !== null) checkExpiry(expiresAt, { ...place, pointer: `${place.pointer}/expiresAt` })
  return { ...wish, author, acceptedAt: now.toISOString() }
}

function checkText(text: string, most: number, { pointer, faults }: Place): void {
  if (text.trim() === '') faults.push({ pointer, detail: 'say something' })
  else if (text.length > most) faults.push({ pointer, detail: `has at most ${most} characters` })
  else if (hiddenCharacter.test(text)) faults.push({ pointer, detail: 'holds a character that does not show' })
}

function checkExpiry(expiresAt: string, { pointer, ground: { now }, faults }: Place): void {
  if (Number.isNaN(momentOf(expiresAt))) faults.push({ pointer, detail: 'is no date; write it as 2027-01-31 or 2027-01-31T12:00:00Z' })
  else if (hasExpired({ expiresAt }, now.toISOString())) faults.push({ pointer, detail: 'is past' })
}

function objectsOf(objects: readonly DirectoryObject[], place: Place): DirectoryObject[] {
  const found = objects.map((object, index) => declaredObject(object, { ...place, pointer: `${place.pointer}/objects/${index}/id` }))
  return found.filter((object, index) => found.findIndex(other => isSameObject(object, other)) === index)
}

function refuseApplications(objects: readonly DirectoryObject[], { pointer, faults }: Place): void {
  const index = objects.findIndex(({ kind }) => kind === 'application')
  if (index >= 0) faults.push({ pointer: `${pointer}/objects/${index}`, detail: 'an application cannot be left out of what is judged; name a user, group or role' })
}

function declaredObject(object: DirectoryObject, { pointer, ground: { tenant, standing }, faults }: Place): DirectoryObject {
  const { kind, id } = object
  const known = [...standing.directions ?? [], ...standing.exceptions ?? []].flatMap(({ objects }) => objects).find(other => isSameObject(other, object))
  if (known !== undefined) return { kind, id: known.id }
  if (tenant === undefined) {
    if (!guid.test(id)) faults.push({ pointer, detail: 'the tenant has not been read yet, so only ids are taken' })
    return { kind, id }
  }
  const found = objectsCalled(tenant, kind, id.trim())
  const [only] = found
  if (only !== undefined && found.length === 1) return { kind, id: only.id }
  if (only === undefined && isTakenAsId(tenant, kind, id)) return { kind, id: id.toLowerCase() }
  const near = objectsLike(tenant, kind, id)
  const perhaps = near.length === 0 ? '' : `; perhaps ${candidateWords(near)}`
  faults.push({ pointer, detail: only === undefined ? unknownWords(kind) + perhaps : `more than one ${kind} has the name: ${candidateWords(found)}` })
  return { kind, id }
}

function candidateWords(candidates: readonly Named[]): string {
  return candidates.slice(0, 5).map(({ name, id }) => `\`${name}\` (${id})`).join(', ')
}

function requirementsOf(requirements: readonly string[] | null, { pointer, faults }: Place): string[] | null {
  if (requirements === null) return null
  if (requirements.length === 0) faults.push({ pointer: `${pointer}/requirements`, detail: 'name a requirement, or give null for all' })
  requirements.forEach((id, index) => {
    if (baseline.some(requirement => requirement.id === id)) return
    const [near] = baseline.map(known => ({ id: known.id, far: editDistance(id.toLowerCase(), known.id, 20) })).sort((a, b) => a.far - b.far)
    faults.push({ pointer: `${pointer}/requirements/${index}`, detail: `is no requirement; perhaps \`${near?.id ?? ''}\`` })
  })
  return [...new Set(requirements)].sort()
}

/** What cannot hold together; what stood together before is left alone. */
function contradictions(settings: TenantSettings, { tenant, standing, now }: Ground): Fault[] {
  const places = [...(settings.directions ?? []).map((_, index) => `/directions/${index}`), ...(settings.exceptions ?? []).map((_, index) => `/exceptions/${index}`)]
  const wishes = standingWishes(settings).filter(wish => wish.sets !== 'namingConvention')
  const stood = standingWishes(standing)
  const isFresh = (wish: Wish): boolean => !stood.some(other => isSame(other, wish))
  const holds = (wish: Wish): boolean => wish.sets !== 'exception' || !hasExpired(wish.exception, now.toISOString())
  return wishes.flatMap((wish, index) => {
    if (!isFresh(wish)) return []
    const pointer = places[index] ?? ''
    const other = wishes.findIndex((each, place) => place !== index && (place < index || !isFresh(each)) && holds(each) && excludesEachOther(wish, each))
    if (other >= 0) return [{ pointer, detail: `contradicts \`${places[other] ?? ''}\`` }]
    const onlyEmergency = settings.emergencyAccess === undefined ? {} : { emergencyAccess: settings.emergencyAccess }
    return contradictedBy(wish, onlyEmergency, tenant, now) === undefined ? [] : [{ pointer, detail: 'includes a declared emergency account' }]
  })
}
