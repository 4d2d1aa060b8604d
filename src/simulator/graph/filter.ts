import { isList, isObject, type Json, type JsonObject } from '../json.ts'
import { badRequest } from './error.ts'
import { filterTokens, type Token } from './filter-tokens.ts'

/** A parsed `$filter`: `advanced` when the directory demands `ConsistencyLevel: eventual` for it; `properties` names what it reads. */
export interface Filter {
  readonly matches: (object: JsonObject) => boolean
  readonly advanced: boolean
  readonly properties: readonly string[]
}

type Scope = ReadonlyMap<string, Json>
type Predicate = (object: JsonObject, scope: Scope) => boolean
type Operand = (object: JsonObject, scope: Scope) => Json

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'has', 'in']
const textFunctions = ['startswith', 'endswith', 'contains']

function comparable(value: Json): Json {
  return typeof value === 'string' ? value.toLowerCase() : value
}

function ordered(left: Json, right: Json): number | undefined {
  const a = comparable(left)
  const b = comparable(right)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a !== 'string' || typeof b !== 'string') return undefined
  const times = [Date.parse(a), Date.parse(b)]
  const [x, y] = times
  if (/^\d{4}-\d\d-\d\dt/.test(b) && x !== undefined && y !== undefined && !Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return a < b ? -1 : a > b ? 1 : 0
}

function hasFlag(value: Json, flag: Json): boolean {
  return typeof value === 'string' && typeof flag === 'string' && value.toLowerCase().split(',').includes(flag.toLowerCase())
}

function compare(operator: string, left: Json, right: Json): boolean {
  if (operator === 'has') return hasFlag(left, right)
  if (operator === 'eq') return comparable(left) === comparable(right)
  if (operator === 'ne') return comparable(left) !== comparable(right)
  const order = ordered(left, right)
  if (order === undefined) return false
  if (operator === 'gt') return order > 0
  if (operator === 'ge') return order >= 0
  return operator === 'lt' ? order < 0 : order <= 0
}

function textTest(name: string, value: Json, part: Json): boolean {
  if (typeof value !== 'string' || typeof part !== 'string') return false
  const [whole, piece] = [value.toLowerCase(), part.toLowerCase()]
  if (name === 'startswith') return whole.startsWith(piece)
  return name === 'endswith' ? whole.endsWith(piece) : whole.includes(piece)
}

function valueAt(object: Json, path: readonly string[]): Json {
  let value: Json = object
  for (const name of path) value = isObject(value) ? (value[name] ?? null) : null
  return value
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #variables: string[] = []
  #position = 0
  advanced = false
  properties: string[] = []

  constructor(text: string) {
    this.#tokens = filterTokens(text)
  }

  whole(): Predicate {
    const predicate = this.#or()
    if (this.#position < this.#tokens.length) throw this.#unexpected()
    return predicate
  }

  #or(): Predicate {
    const terms = [this.#and()]
    while (this.#take('or')) terms.push(this.#and())
    return (object, scope) => terms.some((term) => term(object, scope))
  }

  #and(): Predicate {
    const terms = [this.#unary()]
    while (this.#take('and')) terms.push(this.#unary())
    return (object, scope) => terms.every((term) => term(object, scope))
  }

  #unary(): Predicate {
    if (this.#take('not')) {
      this.advanced = true
      const inner = this.#unary()
      return (object, scope) => !inner(object, scope)
    }
    if (this.#take('(')) {
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    const name = this.#peek()?.text.toLowerCase() ?? ''
    if (textFunctions.includes(name)) return this.#textFunction(name)
    if (name === 'isof') return this.#isof()
    return this.#comparison()
  }

  #textFunction(name: string): Predicate {
    this.#position += 1
    if (name === 'endswith' || name === 'contains') this.advanced = true
    this.#expect('(')
    const value = this.#operand()
    this.#expect(',')
    const part = this.#operand()
    this.#expect(')')
    return (object, scope) => textTest(name, value(object, scope), part(object, scope))
  }

  #isof(): Predicate {
    this.#position += 1
    this.#expect('(')
    const type = this.#next().text
    this.#expect(')')
    return (object) => object['@odata.type'] === `#${type}`
  }

  #comparison(): Predicate {
    const path = this.#path()
    const last = path.at(-1)
    if ((last === 'any' || last === 'all') && this.#peek()?.text === '(') return this.#lambda(path.slice(0, -1), last)
    const left = this.#reader(path)
    const operator = this.#next().text.toLowerCase()
    if (!comparisons.includes(operator)) throw badRequest(`Invalid filter clause: Unrecognized operator '${operator}'.`)
    if (operator === 'ne') this.advanced = true
    if (operator === 'in') {
      const options = this.#list()
      return (object, scope) => options.some((option) => compare('eq', left(object, scope), option))
    }
    const right = this.#operand()
    return (object, scope) => compare(operator, left(object, scope), right(object, scope))
  }

  #lambda(path: readonly string[], quantifier: 'any' | 'all'): Predicate {
    const items = this.#reader(path)
    this.#expect('(')
    const variable = this.#next().text
    this.#expect(':')
    this.#variables.push(variable)
    const inner = this.#or()
    this.#variables.pop()
    this.#expect(')')
    return (object, scope) => {
      const value = items(object, scope)
      const list = isList(value) ? value : []
      const test = (item: Json): boolean => inner(object, new Map(scope).set(variable, item))
      return quantifier === 'any' ? list.some(test) : list.every(test)
    }
  }

  #list(): Json[] {
    this.#expect('(')
    const values: Json[] = []
    do values.push(this.#operand()({}, new Map()))
    while (this.#take(','))
    this.#expect(')')
    return values
  }

  #operand(): Operand {
    const token = this.#peek()
    if (token === undefined || token.kind === 'symbol') throw this.#unexpected()
    if (token.kind === 'word' && !['true', 'false', 'null'].includes(token.text) && !/^[\da-f]{8}-/i.test(token.text)) return this.#reader(this.#path())
    this.#position += 1
    const value = token.kind === 'string' ? token.text : literal(token.text)
    return () => value
  }

  #path(): string[] {
    const path = [this.#next().text]
    while (this.#take('/')) path.push(this.#next().text)
    return path
  }

  #reader(path: readonly string[]): Operand {
    const [first = '', ...rest] = path
    if (this.#variables.includes(first)) return (_object, scope) => valueAt(scope.get(first) ?? null, rest)
    this.properties.push(first)
    if (rest.at(-1) === '$count') this.advanced = true
    return (object) => valueAt(object, path)
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position]
  }

  #next(): Token {
    const token = this.#peek()
    if (token === undefined) throw this.#unexpected()
    this.#position += 1
    return token
  }

  #take(text: string): boolean {
    const token = this.#peek()
    const found = token !== undefined && token.kind !== 'string' && token.text.toLowerCase() === text
    if (found) this.#position += 1
    return found
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected()
  }

  #unexpected(): Error {
    return badRequest(`Invalid filter clause: Syntax error at '${this.#peek()?.text ?? 'the end'}'.`)
  }
}

function literal(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

/**
 * Parses `$filter`: `and or not`, `eq ne gt ge lt le has in`, `startswith endswith contains isof`, `any` and `all`. Text is compared
 * without letter case, as the directory does. Arithmetic, date functions and `$it` are not supported: a 400 as for a typing error.
 */
export function parseFilter(text: string): Filter {
  const parser = new Parser(text)
  const predicate = parser.whole()
  const empty = new Map<string, Json>()
  return { matches: (object) => predicate(object, empty), advanced: parser.advanced, properties: parser.properties }
}
