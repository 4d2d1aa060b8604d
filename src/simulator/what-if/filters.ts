import { isObject, type Json, object, objects, same, text, texts } from './json.ts'
import { operators, parseRule, type Property } from './rule-language.ts'
import { not, type Truth } from './truth.ts'

const equality = ['eq', 'ne']
const identity = [...equality, 'in', 'notin']
/** Which operators each property takes (§2.7). */
const deviceTable: Readonly<Record<string, readonly string[]>> = {
  deviceid: identity, mdmappid: identity,
  ...Object.fromEntries(['displayname', 'enrollmentprofilename', 'manufacturer', 'model', 'operatingsystem', 'operatingsystemversion',
    ...Array.from({ length: 15 }, (_, index) => `extensionattribute${index + 1}`)].map((name) => [name, operators])),
  deviceownership: equality, iscompliant: equality, profiletype: equality, trusttype: equality,
  physicalids: ['contains', 'notcontains'], systemlabels: ['contains', 'notcontains']
}

function matches(rule: unknown, read: (path: string, operator: string) => Property): Truth {
  try {
    return parseRule(text(rule) ?? '')(read)
  } catch {
    return null // C13, C19: a rule that cannot be read, or a property or operator outside the table
  }
}

function propertyOf(value: unknown): Property {
  if (Array.isArray(value)) return texts(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** §2.7, C19. A device that is not there, or not registered, has null for every property. */
export function deviceCondition(filter: unknown, info: unknown): Truth {
  if (!isObject(filter)) return true
  const device = object(info)
  const value = (name: string): unknown => Object.entries(device).find(([key]) => same(key, name))?.[1]
  const isManaged = device['isCompliant'] === true || same(device['trustType'], 'ServerAD') ||
    same(device['mdmAppId'], '0000000a-0000-0000-c000-000000000000')
  const match = matches(filter['rule'], (path, operator) => {
    const name = path.toLowerCase().replace(/^device\./, '')
    if (deviceTable[name]?.includes(operator) !== true) throw new Error(`\`${path}\` cannot be tested by \`${operator}\``)
    if (name === 'iscompliant') return isObject(info) ? String(info['isCompliant'] === true) : null
    if (name.startsWith('extensionattribute') && !isManaged) return null
    return propertyOf(value(name === 'deviceownership' ? 'ownership' : name))
  })
  if (same(filter['mode'], 'include')) return match
  return same(filter['mode'], 'exclude') ? not(match) : null
}

/** §2.3, C13: a rule over custom security attributes, unknown where they were not read. */
function attributesMatch(filter: Json, principal: Json | undefined): Truth {
  const attributes = principal?.['customSecurityAttributes']
  if (attributes === undefined) return null
  const pairs = Object.entries(object(attributes)).flatMap(([set, values]) =>
    Object.entries(object(values)).map(([name, value]) => [`${set}_${name}`, value] as const))
  return matches(filter['rule'], (path) => {
    const name = path.replace(/^CustomSecurityAttribute\./i, '')
    if (name.includes('.')) throw new Error(`\`${path}\` is no attribute`)
    return propertyOf(pairs.find(([key]) => same(key, name))?.[1])
  })
}

/** What a filter adds to one side of a condition: nothing if it is of the other mode, unknown if its mode is not known. */
export function filterSide(filter: unknown, mode: 'include' | 'exclude', principal: Json | undefined): Truth {
  if (!isObject(filter)) return false
  if (same(filter['mode'], mode)) return attributesMatch(filter, principal)
  return same(filter['mode'], mode === 'include' ? 'exclude' : 'include') ? false : null
}

export function principalOf(tenant: Json, appId: string): Json | undefined {
  return objects(tenant['servicePrincipals']).find((one) => same(one['appId'], appId))
}
