import { tokens, type RuleError, type Token } from './tokens.ts'

export const operators = ['eq', 'ne', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith', 'contains', 'notContains', 'in', 'notIn'] as const

export type Operator = typeof operators[number]
export type Literal = string | boolean | null

/** A comparison: `path` is the property as written, the object that rules of this kind speak of (`device`) left out. */
export interface Term {
  readonly kind: 'term'
  readonly path: string
  readonly operator: Operator
  readonly values: readonly Literal[]
  readonly at: number
}

/** A rule of the filter language as a tree (reference section 2.7; also used by application filters). */
export type Rule = Term | { readonly kind: 'and' | 'or', readonly rules: readonly Rule[] } | { readonly kind: 'not', readonly rule: Rule }

const longestRule = 3072
const byName = new Map<string, Operator>(operators.map(name => [name.toLowerCase(), name]))

/** Parses a rule about an object, `device` or `CustomSecurityAttribute`. Errors give the offset. Precedence: comparison, `-not`, `-and`, `-or`. */
export function parseRule(text: string, object: 'device' | 'CustomSecurityAttribute'): Rule | RuleError {
  if (text.length > longestRule) return { error: `the rule is longer than ${longestRule} characters`, at: longestRule }
  const list = tokens(text)
  if ('error' in list) return list
  const reader = new Reader(list, { end: text.length, object: `${object.toLowerCase()}.` })
  const rule = either(reader)
  if (!('error' in rule) && reader.peek() !== undefined) return { error: `\`${reader.peek()?.text}\` is not expected here`, at: reader.at() }
  return rule
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #end: number
  readonly #object: string
  #next = 0

  constructor(list: readonly Token[], { end, object }: { end: number, object: string }) {
    this.#tokens = list
    this.#end = end
    this.#object = object
  }

  peek(): Token | undefined { return this.#tokens[this.#next] }
  at(): number { return this.peek()?.at ?? this.#end }
  take(): Token | undefined { return this.#tokens[this.#next++] }

  /** The property's own path. */
  pathOf(text: string): string { return text.toLowerCase().startsWith(this.#object) ? text.slice(this.#object.length) : text }

  /** Takes the next token if it is the word, with or without its hyphen. */
  word(text: string): boolean {
    const token = this.peek()
    const found = token?.kind === 'word' && token.text.toLowerCase().replace(/^-/, '') === text
    if (found) this.#next++
    return found
  }
}

function chain(reader: Reader, joint: 'and' | 'or', part: (reader: Reader) => Rule | RuleError): Rule | RuleError {
  const rules: Rule[] = []
  do {
    const rule = part(reader)
    if ('error' in rule) return rule
    rules.push(rule)
  } while (reader.word(joint))
  const [only] = rules
  return rules.length === 1 && only !== undefined ? only : { kind: joint, rules }
}

function either(reader: Reader): Rule | RuleError {
  return chain(reader, 'or', both)
}

function both(reader: Reader): Rule | RuleError {
  return chain(reader, 'and', unary)
}

function unary(reader: Reader): Rule | RuleError {
  if (reader.word('not')) {
    const rule = unary(reader)
    return 'error' in rule ? rule : { kind: 'not', rule }
  }
  if (reader.peek()?.kind !== 'open') return comparison(reader)
  reader.take()
  const rule = either(reader)
  if ('error' in rule) return rule
  const at = reader.at()
  return reader.take()?.kind === 'close' ? rule : { error: 'a closing parenthesis is missing', at }
}

function comparison(reader: Reader): Rule | RuleError {
  const at = reader.at()
  const left = reader.take()
  if (left?.kind !== 'word') return { error: 'a property is expected', at }
  const operatorAt = reader.at()
  const operatorToken = reader.take()
  const operator = operatorToken?.kind === 'word' ? byName.get(operatorToken.text.toLowerCase().replace(/^-/, '')) : undefined
  if (operator === undefined) return { error: `\`${operatorToken?.text ?? ''}\` is not an operator of filter rules`, at: operatorAt }
  const isListed = reader.peek()?.kind === 'listOpen'
  const needsList = operator === 'in' || operator === 'notIn'
  if (isListed !== needsList) return { error: `\`-${operator}\` takes ${needsList ? 'a list' : 'one value'}`, at: reader.at() }
  const values = operands(reader)
  if ('error' in values) return values
  return { kind: 'term', path: reader.pathOf(left.text), operator, values, at }
}

function operands(reader: Reader): readonly Literal[] | RuleError {
  if (reader.peek()?.kind !== 'listOpen') {
    const at = reader.at()
    const token = reader.take()
    return token?.kind === 'string' || token?.kind === 'word' ? [literal(token)] : { error: 'a value is expected', at }
  }
  reader.take()
  const values: Literal[] = []
  for (;;) {
    const at = reader.at()
    const token = reader.take()
    if (token?.kind === 'listClose' && values.length === 0) return values
    if (token?.kind !== 'string' && token?.kind !== 'word') return { error: 'a value is expected in the list', at }
    values.push(literal(token))
    const markAt = reader.at()
    const mark = reader.take()
    if (mark?.kind === 'listClose') return values
    if (mark?.kind !== 'comma') return { error: 'a comma or a closing bracket is expected', at: markAt }
  }
}

function literal(token: Token): Literal {
  if (token.kind === 'string') return token.text
  const lower = token.text.toLowerCase()
  if (lower === 'null') return null
  if (lower === 'true') return true
  return lower === 'false' ? false : token.text
}
