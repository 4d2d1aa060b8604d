import { deviceValues } from './names.ts'
import type { Body, Random } from './random.ts'

const text = ['-eq', '-ne', '-startsWith', '-notStartsWith', '-endsWith', '-notEndsWith', '-contains', '-notContains', '-in', '-notIn'] as const
const operators: Record<string, readonly [string, ...string[]]> = {
  deviceId: ['-eq', '-ne', '-in', '-notIn'], mdmAppId: ['-eq', '-ne', '-in', '-notIn'], profileType: ['-eq', '-ne'], trustType: ['-eq', '-ne'],
  deviceOwnership: ['-eq', '-ne'], physicalIds: ['-contains', '-notContains'], systemLabels: ['-contains', '-notContains']
}

function literal(random: Random, operator: string, values: readonly string[]): string {
  const quoted = (value: string): string => `"${value}"`
  const value = random.one(values) ?? 'none'
  if (/in$/i.test(operator)) return `[${[value, ...random.some(values, 0.4)].map(quoted).join(', ')}]`
  if (random.chance(0.08) && /^-(eq|ne)$/.test(operator)) return 'null'
  if (/startswith/i.test(operator)) return quoted(value.slice(0, 4))
  if (/endswith/i.test(operator)) return quoted(value.slice(-2))
  if (/contains/i.test(operator)) return quoted(random.chance(0.5) ? value : value.slice(1, 4))
  return quoted(random.chance(0.1) ? value.toLowerCase() : value)
}

function deviceTerm(random: Random): string {
  if (random.chance(0.25)) return `device.isCompliant ${random.pick(['-eq', '-ne'])} ${random.pick(['True', 'False', 'true', '"True"'])}`
  const [property, values] = random.pick([['model', deviceValues.model], ...Object.entries(deviceValues)])
  const operator = random.pick(operators[property] ?? text)
  return `${random.chance(0.9) ? 'device.' : ''}${property} ${random.chance(0.1) ? operator.slice(1) : operator} ${literal(random, operator, values)}`
}

function attributeTerm(random: Random): string {
  const [name, values] = random.pick([['Tier', ['Gold', 'Silver']], ['Tags', ['red', 'blue']], ['Missing', ['x']]])
  const operator = name === 'Tags' ? random.pick(['-contains', '-notContains']) : random.pick(text)
  return `CustomSecurityAttribute.Office_${name} ${operator} ${literal(random, operator, values)}`
}

function rule(random: Random, term: (random: Random) => string): string {
  if (random.chance(0.03)) return random.pick(['', 'device.model', '(device.model -eq "a"', 'device.model -like "a"', 'device.colour -eq "red"',
    'device.trustType -contains "AD"', 'device.model -eq ["a"]', 'device.model -in "a"', 'device.model -contains null', 'device.isCompliant -eq True -xor x'])
  const one = (): string => random.chance(0.12) ? `-not (${term(random)})` : term(random)
  if (random.chance(0.55)) return one()
  const [first, second, third] = [one(), one(), one()]
  return random.pick([`${first} -and ${second}`, `${first} -or ${second}`, `${first} -or ${second} -and ${third}`, `(${first} -or ${second}) -and ${third}`,
    `-not (${first} -and ${second})`])
}

function withMode(random: Random, text: string): Body {
  return { mode: random.chance(0.02) ? 'sometimes' : random.pick(['include', 'exclude']), rule: text }
}

/** A device filter: one to three terms over the shared vocabulary, sometimes beyond the language. */
export function deviceFilter(random: Random): Body {
  return withMode(random, rule(random, deviceTerm))
}

/** A filter over custom security attributes. */
export function attributeFilter(random: Random): Body {
  return withMode(random, rule(random, attributeTerm))
}

/** A device: none, an empty one, or one with values from the same vocabulary. */
export function randomDevice(random: Random): Body | null | undefined {
  if (random.chance(0.35)) return random.pick([null, undefined])
  const values = Object.entries(deviceValues).filter(() => random.chance(0.5)).map(([name, list]): [string, unknown] => {
    if (name === 'physicalIds' || name === 'systemLabels') return [name, random.some(list, 0.5)]
    return [name === 'deviceOwnership' ? 'ownership' : name, random.chance(0.05) ? null : random.one<string>(list)]
  })
  return { ...Object.fromEntries(values), ...random.chance(0.6) ? { isCompliant: random.chance(0.5) } : {} }
}
