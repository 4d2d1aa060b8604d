/** What a naming convention may hold, each in braces; `policyName` fills them in. */
const namingTokens = ['number', 'requirement', 'title'] as const

const longest = 200

/** What is wrong with a naming convention and where, counted in characters from 0; undefined where it can be used. */
export function namingProblem(pattern: string): { readonly at: number, readonly detail: string } | undefined {
  const known = namingTokens.map(name => `{${name}}`)
  if (pattern.length > longest) return { at: longest, detail: `a naming convention has at most ${longest} characters` }
  const hidden = pattern.search(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u)
  if (hidden >= 0) return { at: hidden, detail: 'a naming convention holds no characters that do not show' }
  const braced = [...pattern.matchAll(/\{[^{}]*\}|[{}]/g)]
  const unknown = braced.find(([text]) => !known.includes(text))
  if (unknown !== undefined) return { at: unknown.index, detail: `\`${unknown[0]}\` is no token; use ${known.join(', ')}` }
  if (braced.length === 0) return { at: 0, detail: `a naming convention needs a token: ${known.join(', ')}` }
  return undefined
}
