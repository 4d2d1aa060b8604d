import { badRequest } from './error.ts'

export interface Token {
  readonly kind: 'word' | 'string' | 'literal' | 'symbol'
  readonly text: string
}

const pattern = /\s+|('(?:[^']|'')*')|([(),:/])|(-?\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|-?\d+(?:\.\d+)?(?![\w-]))|([\w.@-]+)/gy

/** Takes a `$filter` apart; a character that no token begins with is a 400. */
export function filterTokens(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    end = match.index + match[0].length
    const [, quoted, symbol, literal, word] = match
    if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.slice(1, -1).replaceAll("''", "'") })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol })
    else if (literal !== undefined) tokens.push({ kind: 'literal', text: literal })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
  }
  if (end !== text.length) throw badRequest(`Invalid filter clause: There is an unterminated or invalid token at position ${end} in '${text}'.`)
  return tokens
}
