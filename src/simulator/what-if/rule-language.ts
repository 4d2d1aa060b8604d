/** The filter rule language of §2.7: its EBNF and nothing beyond it. A rule is a function of how a property is read, which throws for one it does not know. */
export type Property = string | null | readonly string[]
export type Rule = (read: (path: string, operator: string) => Property) => boolean

interface Token { readonly text: string, readonly quoted: boolean }

export const operators = ['eq', 'ne', 'startswith', 'notstartswith', 'endswith', 'notendswith', 'contains', 'notcontains', 'in', 'notin']

function tokens(rule: string): Token[] {
  const found = [...rule.trim().matchAll(/\s*(?:"((?:`"|[^"])*)"|([()[\],]|[^\s()[\],"]+))/gy)]
  if (found.length === 0 || found.map(([whole]) => whole).join('') !== rule.trim()) throw new Error('the rule does not parse')
  return found.map(([, string, word = '']) => string === undefined ? { text: word, quoted: false } : { text: string.replaceAll('`"', '"'), quoted: true })
}

/** Reads a rule; throws where it does not follow the grammar. */
export function parseRule(rule: string): Rule {
  const rest = tokens(rule)
  const whole = either(rest)
  if (rest.length > 0) throw new Error('the rule goes on where it should end')
  return whole
}

function next(rest: Token[]): Token {
  const token = rest.shift()
  if (token === undefined) throw new Error('the rule ends too early')
  return token
}

function takes(rest: Token[], word: string): boolean {
  const found = rest[0]?.quoted === false && rest[0].text.toLowerCase().replace(/^-/, '') === word
  if (found) rest.shift()
  return found
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what)
}

function either(rest: Token[]): Rule {
  const parts = [both(rest)]
  while (takes(rest, 'or')) parts.push(both(rest))
  return (read) => parts.map((part) => part(read)).some(Boolean)
}

function both(rest: Token[]): Rule {
  const parts = [unary(rest)]
  while (takes(rest, 'and')) parts.push(unary(rest))
  return (read) => parts.map((part) => part(read)).every(Boolean)
}

function unary(rest: Token[]): Rule {
  if (!takes(rest, 'not')) return primary(rest)
  const inner = primary(rest)
  return (read) => !inner(read)
}

function primary(rest: Token[]): Rule {
  if (!takes(rest, '(')) return term(rest)
  const inner = either(rest)
  expect(takes(rest, ')'), 'a parenthesis is not closed')
  return inner
}

function term(rest: Token[]): Rule {
  const path = next(rest)
  const operator = next(rest).text.toLowerCase().replace(/^-/, '')
  expect(!path.quoted && /^[\w.]+$/.test(path.text) && operators.includes(operator), 'a term is not `property operator value`')
  const isList = operator === 'in' || operator === 'notin'
  expect(isList === takes(rest, '['), 'only in and notIn take a list')
  const literal = isList ? list(rest) : scalar(next(rest), operator)
  return (read) => termMatches(operator, read(path.text, operator), literal)
}

function list(rest: Token[]): string[] {
  const items: Token[] = []
  do items.push(next(rest)); while (takes(rest, ','))
  expect(takes(rest, ']') && items.every((item) => item.quoted), 'a list is strings between brackets')
  return items.map((item) => item.text)
}

function scalar(token: Token, operator: string): string | null {
  if (token.quoted || /^(true|false|-?\d+(\.\d+)?)$/i.test(token.text)) return token.text
  expect(token.text.toLowerCase() === 'null' && ['eq', 'ne'].includes(operator), 'a value is a string, true, false, a number or null')
  return null
}

function termMatches(operator: string, property: Property, literal: string | null | readonly string[]): boolean {
  const isNegative = operator === 'ne' || operator.startsWith('not')
  const held = literal === null ? property === null : positive(operator.replace(/^not|^ne$/, ''), property, literal)
  return held !== isNegative // §2.7: over null the positive form is false, hence the negative true
}

function positive(operator: string, property: Property, literal: string | readonly string[]): boolean {
  const values = [property ?? []].flat().map((value) => value.toLowerCase())
  const wanted = [literal].flat().map((value) => value.toLowerCase())
  return values.some((value) => wanted.some((want) => {
    if (operator === 'startswith') return value.startsWith(want)
    if (operator === 'endswith') return value.endsWith(want)
    return operator === 'contains' && !Array.isArray(property) ? value.includes(want) : value === want // C19: whole elements of collections
  }))
}
