/** The words of a text: lower-case runs of letters and digits, stemmed. An apostrophe joins. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().replaceAll(/['’]/g, '').match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf)
}

/** A name such as `ListUncoveredUsers` with its words apart. */
export function apart(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/(ss|sh|ch|x)es$/, '$1'], [/ies$/, 'y'], [/(?<=..[^sui])s$/, ''],
  [/(?<=[aeiouy].*[^e])(?:ed|ing)$/, ''], [/([^aeioulsz])\1$/, '$1'], [/(?<=..)e$/, ''], [/(?<=..[^aeiou])y$/, 'i']
]

/** A word without its plural, past and progressive endings, each taken off at most once. */
function stemOf(word: string): string {
  return word.length <= 2 ? word : endings.reduce((stem, [ending, rest]) => stem.replace(ending, rest), word)
}
