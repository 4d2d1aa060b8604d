import type { Operator, Rule, Term } from './parse.ts'

/** A property's value: null has none, a list is a collection whose whole elements are compared. */
export type PropertyValue = string | boolean | readonly string[] | null

/** Whether the rule matches, given what each property holds. Over null, positive operators fail and negative ones match. */
export function matches(rule: Rule, valueOf: (path: string) => PropertyValue): boolean {
  switch (rule.kind) {
    case 'and': return rule.rules.every(part => matches(part, valueOf))
    case 'or': return rule.rules.some(part => matches(part, valueOf))
    case 'not': return !matches(rule.rule, valueOf)
    case 'term': return termMatches(rule, valueOf(rule.path))
  }
}

/** Every comparison of a rule, in the order in which they stand. */
export function termsOf(rule: Rule): Term[] {
  if (rule.kind === 'term') return [rule]
  return rule.kind === 'not' ? termsOf(rule.rule) : rule.rules.flatMap(termsOf)
}

const negations: Readonly<Partial<Record<Operator, Operator>>> = {
  ne: 'eq', notStartsWith: 'startsWith', notEndsWith: 'endsWith', notContains: 'contains', notIn: 'in'
}

function termMatches(term: Term, value: PropertyValue): boolean {
  const positive = negations[term.operator]
  if (positive !== undefined) return !positiveMatches(positive, value, term)
  return positiveMatches(term.operator, value, term)
}

function positiveMatches(operator: Operator, value: PropertyValue, term: Term): boolean {
  if (value === null) return term.values.some(literal => literal === null)
  if (typeof value === 'object') return value.some(element => compare('eq', element, term))
  return compare(operator, String(value), term)
}

function compare(operator: Operator, value: string, term: Term): boolean {
  const text = value.toLowerCase()
  return term.values.some(literal => {
    if (literal === null) return false
    const wanted = String(literal).toLowerCase()
    switch (operator) {
      case 'startsWith': return text.startsWith(wanted)
      case 'endsWith': return text.endsWith(wanted)
      case 'contains': return text.includes(wanted)
      default: return text === wanted
    }
  })
}
