/** The filter rule language of §2.7: its EBNF and nothing beyond it. */
export type Literal = string | null | readonly string[]
export type Property = string | null | readonly string[]
export type Rule =
  | { readonly kind: 'and' | 'or', readonly of: readonly Rule[] }
  | { readonly kind: 'not', readonly of: Rule }
  | { readonly kind: 'term', readonly path: string, readonly operator: string, readonly literal: Literal }

interface Token { readonly text: string, readonly quoted: boolean }

export const operators = ['eq', 'ne', 'startswith', 'notstartswith', 'endswith', 'notendswith', 'contains', 'notcontains', 'in', 'notin']

function tokens(rule: string): Token[] {
  const pattern = /\s*(?:"((?:`"|[^"])*)"|([()[\],])|([^\s()[\],"]+))/gy
  const found: Token[] = []
  let end = 0
  for (const match of rule.trim().matchAll(pattern)) {
    end = match.index + match[0].length
    found.push(match[1] === undefined ? { text: match[2] ?? match[3] ?? '', quoted: false } : { text: match[1].replaceAll('`"', '"'), quoted: true })
  }
  if (end !== rule.trim().length || found.length === 0) throw new Error('the rule does not parse')
  return found
}

/** Reads a rule; throws where it does not follow the grammar. */
export function parseRule(rule: string): Rule {
  const rest = tokens(rule)
  const next = (): Token => {
    const token = rest.shift()
    if (token === undefined) throw new Error('the rule ends too early')
    return token
  }
  const takes = (word: string): boolean => {
    const token = rest[0]
    const found = token !== undefined && !token.quoted && token.text.toLowerCase().replace(/^-/, '') === word
    if (found) rest.shift()
    return found
  }
  const chain = (kind: 'and' | 'or', part: () => Rule): Rule => {
    const parts = [part()]
    while (takes(kind)) parts.push(part())
    return { kind, of: parts }
  }
  const either = (): Rule => chain('or', () => chain('and', unary))
  const unary = (): Rule => takes('not') ? { kind: 'not', of: primary() } : primary()
  const primary = (): Rule => {
    if (!takes('(')) return term(next, takes)
    const inner = either()
    if (!takes(')')) throw new Error('a parenthesis is not closed')
    return inner
  }
  const whole = either()
  if (rest.length > 0) throw new Error('the rule goes on where it should end')
  return whole
}

function term(next: () => Token, takes: (word: string) => boolean): Rule {
  const path = next()
  const operator = next().text.toLowerCase().replace(/^-/, '')
  if (path.quoted || !/^[\w.]+$/.test(path.text) || !operators.includes(operator)) throw new Error('a term is not `property operator value`')
  const isList = operator === 'in' || operator === 'notin'
  if (isList !== takes('[')) throw new Error('only in and notIn take a list')
  if (!isList) return { kind: 'term', path: path.text, operator, literal: scalar(next(), operator) }
  const list: string[] = []
  do {
    const item = next()
    if (!item.quoted) throw new Error('a list holds strings')
    list.push(item.text)
  } while (takes(','))
  if (!takes(']')) throw new Error('a list is not closed')
  return { kind: 'term', path: path.text, operator, literal: list }
}

function scalar(token: Token, operator: string): string | null {
  if (token.quoted || /^(true|false|-?\d+(\.\d+)?)$/i.test(token.text)) return token.text
  if (token.text.toLowerCase() === 'null' && (operator === 'eq' || operator === 'ne')) return null
  throw new Error('a value is a string, true, false, a number or null')
}

/** Whether a rule matches, given the value of each property (C19). `read` throws for a property outside its table. */
export function ruleMatches(rule: Rule, read: (path: string, operator: string) => Property): boolean {
  if (rule.kind === 'not') return !ruleMatches(rule.of, read)
  if (rule.kind === 'term') return termMatches(rule.operator, read(rule.path, rule.operator), rule.literal)
  const parts = rule.of.map((part) => ruleMatches(part, read))
  return rule.kind === 'and' ? parts.every(Boolean) : parts.some(Boolean)
}

function termMatches(operator: string, property: Property, literal: Literal): boolean {
  const negative = operator === 'ne' || operator.startsWith('not')
  const held = literal === null ? property === null : positive(operator.replace('not', '').replace('ne', 'eq'), property, literal)
  return held !== negative // §2.7: over null the positive form is false, hence the negative true
}

function positive(operator: string, property: Property, literal: string | readonly string[]): boolean {
  const values = [property ?? []].flat().map((value) => value.toLowerCase())
  const wanted = [literal].flat().map((value) => value.toLowerCase())
  return values.some((value) => wanted.some((want) => {
    if (operator === 'startswith') return value.startsWith(want)
    if (operator === 'endswith') return value.endsWith(want)
    return operator === 'contains' && !Array.isArray(property) ? value.includes(want) : value === want // whole elements of collections
  }))
}
