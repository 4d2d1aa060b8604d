const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** Text for HTML, in elements and in quoted attributes. Control characters, which HTML does not allow, become spaces. */
export function escape(text: string): string {
  return text.replace(/[&<>"']|\p{Cc}/gu, character => entities[character] ?? ' ')
}

/** A text cut at its backticks: what stands outside and inside of each pair, by turns. One without a partner is text. */
export function cutAtNames(text: string): { readonly outside: string, readonly inside: string }[] {
  const pieces = text.split('`')
  if (pieces.length % 2 === 0) pieces.push(`\`${pieces.pop() ?? ''}`)
  const whole = pieces.length % 2 === 0 ? [...pieces.slice(0, -2), `${pieces.at(-2) ?? ''}${pieces.at(-1) ?? ''}`] : pieces
  return whole.flatMap((outside, index) => index % 2 === 0 ? [{ outside, inside: whole[index + 1] ?? '' }] : [])
}
