import { bodies, type Body, body, distinct } from './json.ts'

const properties = ['deviceId', 'displayName', 'manufacturer', 'model', 'operatingSystem', 'operatingSystemVersion', 'enrollmentProfileName', 'mdmAppId',
  'profileType', 'trustType', 'ownership', 'physicalIds', 'systemLabels', ...Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`)]
const managed: readonly Body[] = [
  { isCompliant: true }, { trustType: 'ServerAD' }, { mdmAppId: '0000000a-0000-0000-c000-000000000000' }, { isCompliant: false }
]

/** A property of a rule beside a literal of the same term; the operator is left to whoever judges the point. */
interface Named { readonly property: string, readonly literal: string }

function named(rule: string): Named[] {
  const terms = rule.matchAll(/(?:device\.)?(\w+)\s+-?\w+\s+(\[[^\]]*\]|"(?:`"|[^"])*"|\w+)/gi)
  return [...terms].flatMap(([, name = '', literals = '']) => {
    const wanted = name.toLowerCase() === 'deviceownership' ? 'ownership' : name.toLowerCase()
    const property = properties.find((one) => one.toLowerCase() === wanted)
    const texts = [...literals.matchAll(/"((?:`"|[^"])*)"/g)].map(([, text = '']) => text.replaceAll('`"', '"'))
    return property === undefined ? [] : texts.map((literal) => ({ property, literal }))
  })
}

function nearMisses(literal: string): string[] {
  return [literal, `${literal}x`, `x${literal}`, `x${literal}x`, literal.slice(1), literal.toUpperCase()]
}

function valueOf(property: string, literal: string): unknown {
  return property === 'physicalIds' || property === 'systemLabels' ? [literal] : literal
}

/**
 * Devices for the filters of the policies: none, registered with nothing said, and for each literal of each rule one that has it and ones that nearly do,
 * unmanaged and managed in every way; then pairs of literals of one rule.
 */
export function devices(policies: readonly Body[]): (Body | null)[] {
  const rules = policies.map((policy) => body(body(body(policy['conditions'])['devices'])['deviceFilter'])['rule'])
  const found = distinct(rules.filter((rule) => typeof rule === 'string')).map(named)
  const single = found.flat().flatMap(({ property, literal }) => nearMisses(literal).map((near): Body => ({ [property]: valueOf(property, near) })))
  const paired = found.flatMap((terms) => terms.flatMap((one, index) => terms.slice(index + 1).map((other): Body =>
    ({ [one.property]: valueOf(one.property, one.literal), [other.property]: valueOf(other.property, other.literal) }))))
  const bare = bodies([{}, ...single, ...paired])
  return distinct([null, ...bare.flatMap((device) => [device, ...managed.map((way) => ({ ...way, ...device }))])])
}
