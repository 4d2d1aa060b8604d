import { isObject, objectIn, textIn } from './json.ts'

/** One object of an export, and where it stood. */
export interface ExportEntry {
  readonly path: string
  /** JSON pointer inside the file; empty where the file holds one object. */
  readonly pointer: string
  readonly value: unknown
}

/** The objects of a file: a list, Graph's `{ value: [...] }`, or one alone. */
export function entriesOf(path: string, content: unknown): ExportEntry[] {
  const inner = isObject(content) && Array.isArray(content['value']) ? '/value' : ''
  const list: unknown = isObject(content) && inner !== '' ? content['value'] : content
  if (!Array.isArray(list)) return [{ path, pointer: '', value: graphCased(list) }]
  return list.map((value: unknown, index) => ({ path, pointer: `${inner}/${index}`, value: graphCased(value) }))
}

/** The collection an object belongs to, by its type, its members or its folder; undefined where it is none of ours. */
export function collectionOf({ value, path }: ExportEntry): 'policies' | 'namedLocations' | 'groups' | 'authenticationStrengths' | undefined {
  if (!isObject(value)) return undefined
  const type = textIn(value, '@odata.type')?.toLowerCase() ?? ''
  const names = Object.keys(value).map(name => name.toLowerCase())
  if (type.endsWith('conditionalaccesspolicy') || names.includes('conditions')) return 'policies'
  if (type.endsWith('namedlocation')) return 'namedLocations'
  if (type.endsWith('.authenticationstrengthpolicy') || Array.isArray(value['allowedCombinations'])) return 'authenticationStrengths'
  if (type.endsWith('.group') || (/(^|\/)groups\//i.test(path) && textIn(value, 'id') !== null)) return 'groups'
  return Array.isArray(value['ipRanges']) || Array.isArray(value['countriesAndRegions']) ? 'namedLocations' : undefined
}

/** PowerShell's Graph and Azure AD modules write `Id`, `DisplayName`, `_Operator`, and what they have no member for under `AdditionalProperties`. */
function graphCased(value: unknown): unknown {
  return isObject(value) && textIn(value, 'ResourceName') === null && !('id' in value) && !('displayName' in value) && ('Id' in value ||
    'DisplayName' in value) ? lowered(value) : value
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered)
  if (!isObject(value)) return value
  const own = Object.entries(value).filter(([name]) => name !== 'AdditionalProperties')
    .map(([name, member]) => [name.replace(/^_?([A-Z])/, (_, first: string) => first.toLowerCase()), lowered(member)] as const)
  return { ...objectIn(value, 'AdditionalProperties'), ...Object.fromEntries(own) }
}
