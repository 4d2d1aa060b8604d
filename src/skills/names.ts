import { requirements, requirementOf } from '#src/requirements/all.ts'
import { platforms } from '#src/domain/policy.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { short, type Candidate, type PlainReply } from './reply.ts'

/** What a name stands for, or the reply that says that it is not clear. */
export type Named<T> = { readonly found: T } | { readonly unclear: PlainReply }

const shown = 5
const searched = 4_000

/** The reply for a name that means none or several things. */
function unclear(noun: string, text: string, candidates: readonly Candidate[], matches: number): { unclear: PlainReply } {
  const said = matches === 0 ? `No ${noun} is called "${short(text, 60)}" exactly.` : `More than one ${noun} is called "${short(text, 60)}".`
  const next = candidates.length > 0 ? ' Ask again with the id of one of the candidates.' : ' Ask again with an exact name or an id.'
  return { unclear: { status: 'ambiguous', summary: said + next,
    candidates: candidates.slice(0, shown).map(one => ({ ...one, name: short(one.name, 80) })) } }
}

function choose(noun: string, text: string, matches: readonly Candidate[], near: () => Candidate[]): Named<Candidate> {
  const [only] = matches
  if (only !== undefined && matches.length === 1) return { found: only }
  return unclear(noun, text, matches.length > 0 ? matches : near(), matches.length)
}

function userAt(tenant: Tenant, index: number): Candidate {
  const { id, displayName, userPrincipalName } = tenant.users.at(index)
  return { kind: 'user', id, name: `${displayName} <${userPrincipalName}>` }
}

function containing(text: string, size: number, at: (index: number) => Candidate): Candidate[] {
  const sought = text.toLowerCase()
  const near: Candidate[] = []
  for (let index = 0; index < Math.min(size, searched) && near.length < shown; index++) {
    const candidate = at(index)
    if (candidate.name.toLowerCase().includes(sought)) near.push(candidate)
  }
  return near
}

function indices(byId: number, byName: () => number[]): number[] {
  return byId >= 0 ? [byId] : byName()
}

function usersCalled(tenant: Tenant, text: string): Candidate[] {
  return indices(tenant.users.indexOf(text), () => tenant.users.named(text)).map(index => userAt(tenant, index))
}

/** A directory account by object id, user principal name or display name. */
export function userNamed(tenant: Tenant, text: string): Named<Candidate> {
  return choose('user', text, usersCalled(tenant, text.trim()), () => containing(text, tenant.users.count, index => userAt(tenant, index)))
}

/** Who an object id is, as far as the last reading knows: the user principal name, else the id. */
export function personOf(tenant: Tenant | undefined, id: string): string {
  const index = tenant?.users.indexOf(id) ?? -1
  return tenant === undefined || index < 0 ? id : short(tenant.users.at(index).userPrincipalName, 80)
}

/** An application by appId, object id or name; its candidate's id is the appId. An appId that the tenant lacks is taken as it is. */
export function appNamed(tenant: Tenant, text: string): Named<Candidate> {
  const sought = text.trim()
  const at = (index: number): Candidate => ({
    kind: 'application', id: tenant.apps.list[index]?.appId ?? sought, name: tenant.apps.list[index]?.displayName ?? sought
  })
  const byId = Math.max(tenant.apps.indexOfAppId(sought), tenant.apps.indexOf(sought))
  const matches = indices(byId, () => tenant.apps.named(sought)).map(at)
  if (matches.length === 0 && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(sought)) {
    return { found: { kind: 'application', id: sought.toLowerCase(), name: 'an application that the tenant does not hold' } }
  }
  return choose('application', text, matches, () => containing(sought, tenant.apps.list.length, at))
}

/** A policy by id or name; the answer is its index. */
export function policyNamed(tenant: Tenant, text: string): Named<number> {
  const sought = text.trim().toLowerCase()
  const all = tenant.policies.map(({ policy }) => policy)
  const byId = all.findIndex(policy => policy.id.toLowerCase() === sought)
  const matches = byId >= 0 ? [byId] : [...all.keys()].filter(index => all[index]?.displayName.toLowerCase() === sought)
  const [only] = matches
  if (only !== undefined && matches.length === 1) return { found: only }
  const at = (index: number): Candidate => ({ kind: 'policy', id: all[index]?.id ?? '', name: all[index]?.displayName ?? '' })
  return unclear('policy', text, matches.length > 0 ? matches.map(at) : containing(sought, all.length, at), matches.length)
}

/** A requirement of the baseline by id or title. */
export function requirementNamed(text: string): Named<Requirement> {
  const sought = text.trim().toLowerCase()
  const found = requirementOf(sought) ?? requirements.find(requirement => requirement.title.toLowerCase() === sought)
  if (found !== undefined) return { found }
  const all = requirements.map(({ id, title }): Candidate => ({ kind: 'requirement', id, name: title }))
  const near = all.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(sought))
  return unclear('requirement', text, near.length > 0 ? near : all, 0)
}

function groupsCalled({ groups }: Tenant, text: string): Candidate[] {
  return indices(groups.indexOf(text), () => groups.named(text)).map(index => groups.at(index))
    .map(({ id, displayName }) => ({ kind: 'group', id, name: displayName }))
}

function rolesCalled(tenant: Tenant, text: string): Candidate[] {
  const sought = text.toLowerCase()
  return (tenant.roleDefinitions ?? [])
    .filter(role => [role.templateId, role.id, role.displayName].some(name => name.toLowerCase() === sought))
    .map(({ templateId, displayName }) => ({ kind: 'role', id: templateId, name: displayName }))
}

/** A user, group or role by id or name; a role's id is its template id. */
export function objectNamed(tenant: Tenant, text: string): Named<Candidate> {
  const sought = text.trim()
  const matches = [...usersCalled(tenant, sought), ...groupsCalled(tenant, sought), ...rolesCalled(tenant, sought)]
  return choose('user, group or role', text, matches, () => [
    ...containing(sought, tenant.groups.count,
      index => ({ kind: 'group', id: tenant.groups.at(index).id, name: tenant.groups.at(index).displayName })),
    ...containing(sought, tenant.users.count, index => userAt(tenant, index))
  ])
}

/** Names that stand for several applications in a policy. */
const suites: readonly string[] = ['Office365', 'MicrosoftAdminPortals']

/** Several applications by appId, object id or name, or suites by Graph's names, as appIds; the first that is not clear is the answer. */
export function appsNamed(tenant: Tenant, texts: readonly string[]): Named<string[]> {
  const found: string[] = []
  for (const text of texts) {
    const suite = suites.find(name => name.toLowerCase() === text.trim().toLowerCase())
    const named = suite === undefined ? appNamed(tenant, text) : { found: { kind: 'application', id: suite, name: suite } }
    if ('unclear' in named) return named
    found.push(named.found.id)
  }
  return { found }
}

/** Several platforms by Graph's names, in any letter case. */
export function platformsNamed(texts: readonly string[]): Named<string[]> {
  const found: string[] = []
  for (const text of texts) {
    const platform = platforms.find(name => name.toLowerCase() === text.trim().toLowerCase())
    if (platform === undefined) return unclear('platform', text, platforms.map(name => ({ kind: 'platform', id: name, name })), 0)
    found.push(platform)
  }
  return { found }
}

/** Several users, groups or roles, resolved one by one; the first that is not clear is the answer. */
export function objectsNamed(tenant: Tenant, texts: readonly string[]): Named<Candidate[]> {
  const found: Candidate[] = []
  for (const text of texts) {
    const named = objectNamed(tenant, text)
    if ('unclear' in named) return named
    found.push(named.found)
  }
  return { found }
}
