import { knownSkillsets } from './known-skillsets.ts'
import { inside, isThere, items, member, members, textOf, top, type Place, type Source } from './place.ts'

/** What the files together say of one skillset. Where it is `open`, it may have skills that they do not name. */
export interface Skillset {
  readonly skills: ReadonlySet<string>
  /** Those of its skills that are operations of an API. */
  readonly operations: ReadonlySet<string>
  readonly open: boolean
}

export interface Across {
  readonly skillsets: ReadonlyMap<string, Skillset>
  /** Every skill that is known, whosever it is. */
  readonly skills: ReadonlySet<string>
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']

/** Reads all files together: which skillset has which skills. `allowed` names more, as `Skillset.Skill`. */
export function across(sources: readonly Source[], allowed: readonly string[]): Across {
  const documents = sources.filter(({ kind }) => kind === 'openapi')
  const skillsets = new Map<string, Skillset>()
  const add = (name: string, more: Skillset): void => {
    const { skills, operations, open } = skillsets.get(name) ?? { skills: new Set<string>(), operations: new Set<string>(), open: more.open }
    skillsets.set(name, { skills: skills.union(more.skills), operations: operations.union(more.operations), open: open && more.open })
  }
  for (const source of sources) {
    const name = nameOf(source)
    if (name !== undefined) add(name, skillsetOf(source, documents))
  }
  for (const [name, list] of Object.entries(knownSkillsets)) add(name, { skills: new Set(list), operations: new Set(), open: true })
  for (const text of allowed) {
    const [name, skill] = parted(text)
    if (name !== undefined) add(name, { skills: new Set([skill]), operations: new Set(), open: true })
  }
  const loose = documents.flatMap(source => operationIds(source))
  return { skillsets, skills: new Set([...[...skillsets.values()].flatMap(({ skills }) => [...skills]), ...loose]) }
}

/** The name of a manifest's skillset. */
export function nameOf(source: Source): string | undefined {
  return source.kind === 'manifest' ? textOf(inside(top(source), 'Descriptor', 'Name')) : undefined
}

/** `Skillset.Skill` in its two parts; a skillset's name may have dots itself. */
export function parted(text: string): readonly [skillset: string | undefined, skill: string] {
  const dot = text.lastIndexOf('.')
  return dot < 0 ? [undefined, text] : [text.slice(0, dot), text.slice(dot + 1)]
}

/** The operations of an OpenAPI document, each with its path and method. */
export function operationsOf(source: Source): { readonly path: Place, readonly name: string, readonly method: string, readonly place: Place, readonly key: Place }[] {
  return members(member(top(source), 'paths')).flatMap(({ name, key: path, place: one }) =>
    members(one).filter(({ name: method }) => methods.includes(method.toLowerCase())).map(({ name: method, key, place }) => ({ path, name, method, place, key })))
}

function operationIds(source: Source): string[] {
  return operationsOf(source).flatMap(({ place }) => textOf(member(place, 'operationId')) ?? [])
}

function skillsetOf(source: Source, documents: readonly Source[]): Skillset {
  const groups = items(member(top(source), 'SkillGroups')).map(group => skillsIn(group, documents))
  const operations = new Set(groups.flatMap(group => group.operations))
  return { skills: operations.union(new Set(groups.flatMap(({ skills }) => skills))), operations, open: groups.some(({ open }) => open) }
}

function skillsIn(group: Place, documents: readonly Source[]): { readonly skills: string[], readonly operations: string[], readonly open: boolean } {
  const format = textOf(member(group, 'Format'))
  if (format === 'API') {
    const given = documentsOf(group, documents)
    return { skills: [], operations: given.flatMap(operationIds), open: given.length === 0 }
  }
  if (format === 'MCP') {
    const tools = inside(group, 'Settings', 'AllowedTools')
    const named = textOf(tools)?.split(',').map(tool => tool.trim()) ?? items(tools).flatMap(tool => textOf(tool) ?? [])
    return { skills: named, operations: [], open: !isThere(tools) }
  }
  return { skills: items(member(group, 'Skills')).flatMap(skill => textOf(member(skill, 'Name')) ?? []), operations: [], open: false }
}

/** The given documents that an API group reads: those of the same file name, or the only one. */
function documentsOf(group: Place, documents: readonly Source[]): readonly Source[] {
  const url = textOf(inside(group, 'Settings', 'OpenApiSpecUrl')) ?? ''
  const named = documents.filter(({ file }) => file.split(/[/\\]/).at(-1) === url.split('/').at(-1))
  return named.length > 0 || documents.length !== 1 ? named : documents
}
