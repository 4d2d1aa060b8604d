import vocabularyFile from './vocabulary.json' with { type: 'json' }

export type Version = 'v1.0' | 'beta'

/** The names of Graph's types in one version: members with their type, concrete types of a base, values of enums. */
export interface Vocabulary {
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly derived: Readonly<Record<string, readonly string[]>>
  readonly enums: Readonly<Record<string, EnumValues>>
}

/** `after` lists the values behind `unknownFutureValue`; `flags` are written as one comma-joined string. */
export interface EnumValues {
  readonly values: readonly string[]
  readonly after?: readonly string[]
  readonly flags?: boolean
}

/** A member's type taken apart: `name[]?` is a list of `name` that may be null. */
export interface TypeForm {
  readonly name: string
  readonly list: boolean
  readonly nullable: boolean
}

const vocabularies: Readonly<Record<Version, Vocabulary>> = { 'v1.0': vocabularyFile['v1.0'], beta: vocabularyFile.beta }
const forms = new Map<string, TypeForm>()

export function vocabularyOf(version: Version): Vocabulary {
  return vocabularies[version]
}

export function formOf(type: string): TypeForm {
  const known = forms.get(type)
  if (known !== undefined) return known
  const nullable = type.endsWith('?')
  const bare = nullable ? type.slice(0, -1) : type
  const list = bare.endsWith('[]')
  const form = { name: (list ? bare.slice(0, -2) : bare).replace(/\?$/, ''), list, nullable }
  forms.set(type, form)
  return form
}

/** The concrete type an object says it is by `@odata.type`, if that is `base` or one of its derived types; else `base`. */
export function concreteType(vocabulary: Vocabulary, base: string, annotation: unknown): string {
  const prefix = base.startsWith('write.') ? 'write.' : ''
  const said = typeof annotation === 'string' ? prefix + annotation.replace('#microsoft.graph.', '') : base
  return vocabulary.derived[base]?.includes(said) === true ? said : base
}
