import type { PropertyValue } from './device-filter/match.ts'
import type { Term } from './device-filter/parse.ts'

/** Values that Entra writes for the properties with a closed list (reference section 2.7), the commonest first. */
const closed: Readonly<Record<string, readonly PropertyValue[]>> = {
  iscompliant: [false, true],
  trusttype: ['AzureAD', 'ServerAD', 'Workplace'],
  deviceownership: ['Company', 'Personal'],
  profiletype: ['RegisteredDevice', 'SecureVM', 'Printer', 'Shared', 'IoT']
}

const intune = '0000000a-0000-0000-c000-000000000000'

/** Values of one property among which every satisfiable combination of the terms' answers occurs. */
export function candidateValues(name: string, terms: readonly Term[]): PropertyValue[] {
  const literals = [...new Set(terms.flatMap(term => term.values).filter(value => value !== null).map(String))].sort()
  const known = closed[name]
  if (name === 'iscompliant') return [...closed['iscompliant'] ?? []]
  if (known !== undefined) return distinct([...known, ...literals, null])
  if (name === 'physicalids' || name === 'systemlabels') return subsets(literals)
  if (name === 'mdmappid') return distinct([null, intune, ...literals, 'ffffffff-0000-4000-8000-000000000000'])
  return distinct([null, other(literals), ...literals, ...composed(terms)])
}

function distinct(values: readonly PropertyValue[]): PropertyValue[] {
  const seen = new Map<string, PropertyValue>()
  for (const value of values) if (!seen.has(JSON.stringify(value).toLowerCase())) seen.set(JSON.stringify(value).toLowerCase(), value)
  return [...seen.values()]
}

/** A text that equals, starts with, ends with and contains none of the literals. */
function other(literals: readonly string[]): string {
  const text = literals.join('').toLowerCase()
  const free = Array.from('zqxjkvw0123456789~').find(char => !text.includes(char)) ?? '\u2205'
  return free.repeat(3)
}

/** Texts that begin, contain and end as the terms ask, alone and together, joined and apart. */
function composed(terms: readonly Term[]): string[] {
  const of = (suffix: string): string[] => ['', ...new Set(terms.filter(term => term.operator.toLowerCase().endsWith(suffix))
    .flatMap(term => term.values).filter(value => value !== null).map(String).sort())]
  const starts = of('startswith')
  const middles = subsets(of('contains').slice(1))
  const ends = of('endswith')
  return starts.flatMap(start => middles.flatMap(middle => ends.flatMap(end =>
    [[start, ...middle, end].join(''), [start, ...middle, end].filter(part => part !== '').join('~'), `${[start, ...middle].join('')}~${end}`])))
    .filter(text => text !== '')
}

/** Every subset of up to six literals; beyond that none, each alone, and all. */
function subsets(literals: readonly string[]): string[][] {
  if (literals.length > 6) return [[], ...literals.map(literal => [literal]), [...literals]]
  return Array.from({ length: 1 << literals.length }, (_, bits) => literals.filter((_literal, at) => (bits >> at & 1) === 1))
}
