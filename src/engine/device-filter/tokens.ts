/** One token of a filter rule; `at` is its offset in the rule, in UTF-16 units. */
export interface Token {
  readonly kind: 'word' | 'string' | 'open' | 'close' | 'listOpen' | 'listClose' | 'comma'
  readonly text: string
  readonly at: number
}

/** Why a rule could not be read, and where. */
export interface RuleError {
  readonly error: string
  readonly at: number
}

const marks: Readonly<Record<string, Token['kind']>> = { '(': 'open', ')': 'close', '[': 'listOpen', ']': 'listClose', ',': 'comma' }

/** Splits a rule into tokens. A string may hold a quote escaped with a backtick. */
export function tokens(rule: string): Token[] | RuleError {
  const found: Token[] = []
  let at = 0
  while (at < rule.length) {
    const char = rule.charAt(at)
    const mark = marks[char]
    if (/\s/.test(char)) at++
    else if (mark !== undefined) found.push({ kind: mark, text: char, at: at++ })
    else if (char === '"' || char === "'") {
      const string = quoted(rule, at)
      if (string === undefined) return { error: 'the quote is not closed', at }
      found.push({ kind: 'string', text: string.text, at })
      at = string.end
    } else {
      const word = /^[^\s()[\],"']+/.exec(rule.slice(at))?.[0] ?? char
      found.push({ kind: 'word', text: word, at })
      at += word.length
    }
  }
  return found
}

function quoted(rule: string, start: number): { text: string, end: number } | undefined {
  const quote = rule.charAt(start)
  let text = ''
  for (let at = start + 1; at < rule.length; at++) {
    const char = rule.charAt(at)
    if (char === '`' && rule.charAt(at + 1) === quote) text += rule.charAt(++at)
    else if (char === quote) return { text, end: at + 1 }
    else text += char
  }
  return undefined
}
