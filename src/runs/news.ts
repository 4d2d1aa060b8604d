import type { User } from '#src/domain/directory.ts'
import type { News, NewsItem, NewsPart } from '#src/domain/news.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { Apps, ReadPolicy, Tenant, Users } from '#src/tenant/tenant.ts'
import type { AuthorBook } from './authors.ts'

/** A tenant as it was read, and the ids of what was suggested then, where they are known. */
export interface Reading {
  readonly tenant: Tenant
  readonly collectedAt: string
  readonly suggestions: readonly string[] | undefined
}

/** How many objects of each change are named. */
const named = 5

/** One kind of objects in two readings. Only one object of each is held at a time, whatever their number. */
interface Rows<T> {
  readonly count: number
  at(index: number): T
  indexOf(id: string): number
}

interface Kind<T> {
  readonly before: Rows<T>
  readonly now: Rows<T>
  isAgent(object: T): boolean
  isSame(before: T, now: T): boolean
  words(object: T): { readonly id: string, readonly name: string }
}

/** What became of agents, and of the others of a kind. */
interface Told {
  readonly others: NewsPart
  readonly agents: NewsPart
}

/** What is new in a reading since the one before. */
export function newsOf(before: Reading, now: Reading, authors: AuthorBook): News {
  const [was, is] = [before.tenant, now.tenant]
  const seen = new Set(before.suggestions)
  const signed = (part: NewsPart): NewsPart => ({ ...part, first: part.first.map(item => ({ ...item, ...authors.of(item.id) })) })
  const people = was.users.read && is.users.read ? users(was.users, is.users) : undefined
  const programs = was.apps.read && is.apps.read ? apps(was.apps, is.apps) : undefined
  return {
    since: before.collectedAt, auditRead: authors.wasRead,
    ...people === undefined ? {} : { users: signed(people.others) },
    ...programs === undefined ? {} : { apps: signed(programs.others) },
    ...people === undefined || programs === undefined ? {} : { agents: signed(sum(people.agents, programs.agents)) },
    ...was.policiesRead && is.policiesRead ? { policies: signed(policies(was.policies, is.policies)) } : {},
    ...before.suggestions === undefined ? {} : { suggestions: (now.suggestions ?? []).filter(id => !seen.has(id)) }
  }
}

function users(before: Users, now: Users): Told {
  return compared({
    before, now, isAgent: ({ isAgentUser }) => isAgentUser, isSame: sameUser,
    words: ({ id, displayName, userPrincipalName }) => ({ id, name: userPrincipalName === '' ? displayName : userPrincipalName })
  })
}

function sameUser(one: User, other: User): boolean {
  return one.userPrincipalName === other.userPrincipalName && one.displayName === other.displayName && one.accountEnabled === other.accountEnabled &&
    one.isGuest === other.isGuest && one.isAgentUser === other.isAgentUser && one.guestType === other.guestType && one.homeTenantId === other.homeTenantId &&
    one.isSynced === other.isSynced
}

function apps(before: Apps, now: Apps): Told {
  const rows = ({ list, indexOf }: Apps) => ({ ...listed(list), indexOf })
  return compared({
    before: rows(before), now: rows(now), isAgent: ({ isAgentIdentity, isAgentBlueprint }) => isAgentIdentity || isAgentBlueprint,
    isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other), words: ({ id, displayName: name }) => ({ id, name })
  })
}

function policies(before: readonly ReadPolicy[], now: readonly ReadPolicy[]): NewsPart {
  const rows = (list: readonly ReadPolicy[]) => {
    const places = new Map(list.map(({ policy }, index) => [policy.id.toLowerCase(), index]))
    return { ...listed(list), indexOf: (id: string) => places.get(id.toLowerCase()) ?? -1 }
  }
  return compared({
    before: rows(before), now: rows(now), isAgent: () => false, isSame: (one, other) => samePolicy(one.raw, other.raw),
    words: ({ policy: { id, displayName: name } }) => ({ id, name })
  }).others
}

function listed<T>(list: readonly T[]): Omit<Rows<T>, 'indexOf'> {
  return {
    count: list.length,
    at(index) {
      const found = list[index]
      if (found === undefined) throw new RangeError(`there is nothing at ${index}`)
      return found
    }
  }
}

function compared<T>({ before, now, isAgent, isSame, words }: Kind<T>): Told {
  const told = { others: { added: 0, changed: 0, removed: 0, first: new Array<NewsItem>() }, agents: { added: 0, changed: 0, removed: 0, first: new Array<NewsItem>() } }
  const note = (change: NewsItem['change'], object: T): void => {
    const part = isAgent(object) ? told.agents : told.others
    if (part[change]++ < named) part.first.push({ ...words(object), change })
  }
  const stayed = new Uint8Array(before.count)
  let next = 0
  for (let index = 0; index < now.count; index++) {
    const object = now.at(index)
    const { id } = words(object)
    const likely = next < before.count ? before.at(next) : undefined
    const place = likely !== undefined && words(likely).id === id ? next : before.indexOf(id)
    if (place < 0) note('added', object)
    else {
      stayed[place] = 1
      if (!isSame(likely !== undefined && place === next ? likely : before.at(place), object)) note('changed', object)
      next = place + 1
    }
  }
  for (let index = stayed.indexOf(0); index >= 0; index = stayed.indexOf(0, index + 1)) note('removed', before.at(index))
  return told
}

function sum(one: NewsPart, other: NewsPart): NewsPart {
  return { added: one.added + other.added, changed: one.changed + other.changed, removed: one.removed + other.removed, first: [...one.first, ...other.first] }
}
