import { isObject, textIn } from './json.ts'

const kinds = {
  users: 'userPrincipalName', groups: 'displayName', roleDefinitions: 'displayName', namedLocations: 'displayName', authenticationStrengths: 'displayName',
  authenticationContexts: 'displayName', termsOfUse: 'displayName'
} as const

export type NamedKind = keyof typeof kinds

/** Names that are the same in every tenant. Source: Entra documentation of authentication strengths and named locations. */
const everywhere: Readonly<Partial<Record<NamedKind, Readonly<Record<string, string>>>>> = {
  namedLocations: { 'multifactor authentication trusted ips': '00000000-0000-0000-0000-000000000000' },
  authenticationStrengths: {
    'multifactor authentication': '00000000-0000-0000-0000-000000000002', 'passwordless mfa': '00000000-0000-0000-0000-000000000003',
    'phishing-resistant mfa': '00000000-0000-0000-0000-000000000004'
  }
}

/** Ids by name, for exports that name objects where Graph gives ids. A name that several objects bear stands for none. */
export class DirectoryNames {
  readonly #ids = new Map<string, Set<string>>()

  /** Notes the object's name; collections without names are passed over. */
  add(collection: string, value: unknown): void {
    const kind = Object.entries(kinds).find(([name]) => name === collection)
    if (kind === undefined || !isObject(value)) return
    const id = collection === 'roleDefinitions' ? textIn(value, 'templateId') ?? textIn(value, 'id') : textIn(value, 'id')
    const key = `${collection}/${textIn(value, kind[1])?.toLowerCase() ?? ''}`
    if (id !== null) this.#ids.set(key, (this.#ids.get(key) ?? new Set()).add(id.toLowerCase()))
  }

  /** The id, or undefined. */
  id(kind: NamedKind, name: string): string | undefined {
    const [only, ...others] = this.#ids.get(`${kind}/${name.toLowerCase()}`) ?? []
    return others.length > 0 ? undefined : only ?? everywhere[kind]?.[name.toLowerCase()]
  }
}
