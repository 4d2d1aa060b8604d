import { closeness } from './spelling.ts'
import { hiddenCharacter, quote } from './scanner.ts'
import { builtInRoles } from '../built-in-roles.ts'
import type { RoleDefinition } from '#src/domain/directory.ts'
import type { DirectoryObject } from '#src/domain/settings.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

type Kind = DirectoryObject['kind']

/** An object of the directory with what it is called. */
export interface Named extends DirectoryObject {
  readonly name: string
}

type RoleNames = Pick<RoleDefinition, 'id' | 'templateId' | 'displayName'>

const searched = 4_000
const shown = 5
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const plainAddress = /^[\w.+#-]+@[\w.-]*\w$/

/** What of one kind there is: how to find one by its id or its names, and to go through the first of them. */
interface Collection {
  readonly kind: Kind
  readonly read: boolean
  readonly count: number
  called(text: string): number[]
  at(index: number): Named
}

function collectionsOf(tenant: Tenant): Collection[] {
  const { users, groups, apps, roleDefinitions } = tenant
  const roles = rolesOf(tenant)
  const found = (index: number, text: string, named: (text: string) => number[]): number[] => index >= 0 ? [index] : guid.test(text) ? [] : named(text)
  return [
    { kind: 'user', read: users.read, count: users.count, called: text => found(users.indexOf(text), text, users.named),
      at: index => ({ kind: 'user', id: users.at(index).id, name: users.at(index).userPrincipalName || users.at(index).displayName }) },
    { kind: 'group', read: groups.read, count: groups.count, called: text => found(groups.indexOf(text), text, groups.named),
      at: index => ({ kind: 'group', id: groups.at(index).id, name: groups.at(index).displayName }) },
    { kind: 'role', read: roleDefinitions !== undefined, count: roles.length, called: text => rolesCalled(tenant, text),
      at: index => ({ kind: 'role', id: roles[index]?.templateId ?? '', name: roles[index]?.displayName ?? '' }) },
    { kind: 'application', read: apps.read, count: apps.list.length, called: text => found(Math.max(apps.indexOfAppId(text), apps.indexOf(text)), text, apps.named),
      at: index => ({ kind: 'application', id: apps.list[index]?.appId ?? '', name: apps.list[index]?.displayName ?? '' }) }
  ]
}

/** The tenant's roles, or the built-in ones that are known everywhere. */
function rolesOf({ roleDefinitions }: Tenant): readonly RoleNames[] {
  return roleDefinitions ?? builtInRoles.map(([id, displayName]) => ({ id, templateId: id, displayName }))
}

function rolesCalled(tenant: Tenant, text: string): number[] {
  const sought = text.toLowerCase()
  const where = (names: (role: RoleNames) => readonly string[]): number[] => [...rolesOf(tenant).entries()].filter(([, role]) => names(role).some(name => name.toLowerCase() === sought)).map(([index]) => index)
  const byId = where(({ id, templateId }) => [id, templateId])
  return byId.length > 0 ? byId.slice(0, 1) : guid.test(sought) ? [] : where(({ displayName }) => [displayName])
}

function ofKind(tenant: Tenant, kind: Kind | undefined): Collection[] {
  return collectionsOf(tenant).filter(collection => kind === undefined || collection.kind === kind)
}

/** What is called exactly so, without letter case, or has the id. What is written like an id is never taken for a name. */
export function objectsCalled(tenant: Tenant, kind: Kind | undefined, text: string): Named[] {
  return ofKind(tenant, kind).flatMap(collection => collection.called(text).map(collection.at))
}

/** What may have been meant by a name that nothing has: up to five, the nearest first. */
export function objectsLike(tenant: Tenant, kind: Kind | undefined, text: string): Named[] {
  const near = ofKind(tenant, kind).flatMap(({ count, at }) => Array.from({ length: Math.min(count, searched) }, (_, index) => at(index))
    .map(object => ({ object, far: closeness(text, object.name) })).filter(({ far }) => far !== undefined))
  return near.sort((a, b) => (a.far ?? 0) - (b.far ?? 0)).slice(0, shown).map(({ object }) => object)
}

/**
 * Whether the text can only be an id of an object that the snapshot does not hold: such objects were not read, or it is a group, of which
 * only those are read that policies, roles and settings name.
 */
export function isTakenAsId(tenant: Tenant, kind: Kind, text: string): boolean {
  return guid.test(text) && (kind === 'group' || ofKind(tenant, kind).some(({ read }) => !read))
}

/** Says that nothing has the name, and what else can be given. */
export function unknownWords(kind: Kind | undefined): string {
  const said = `no ${kind ?? 'user, group, role or application'} has that name or id`
  return kind === 'group' ? `${said}; only groups that policies, roles or settings name are read: another is named by its id` : said
}

/** What an object is called, its id where the tenant does not hold it. */
export function nameOf(tenant: Tenant, { kind, id }: DirectoryObject): string {
  return objectsCalled(tenant, kind, id)[0]?.name ?? id
}

/** An object as an instruction names it so that it is found again: by its name where that is its alone and can be read, else by its id. */
export function spokenName(tenant: Tenant, { kind, id }: DirectoryObject): string {
  const name = nameOf(tenant, { kind, id })
  const [only, ...others] = objectsCalled(tenant, kind, name)
  const isClear = only !== undefined && others.length === 0 && only.id.toLowerCase() === id.toLowerCase() && name !== '' && name === name.trim() && name.length <= 120 && !hiddenCharacter.test(name)
  const said = isClear ? name : id
  return `the ${kind} ${kind === 'user' && plainAddress.test(said) ? said : quote(said)}`
}
