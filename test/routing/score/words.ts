import { stem } from 'porter2'

/** The words of a text: lower-case runs of letters and digits. An apostrophe joins. */
export function plainWordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll(/['’]/g, '').match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The words of a text, each as its Porter2 stem. */
export function wordsOf(text: string): string[] {
  return plainWordsOf(text).map(stem)
}

/** A name such as `ListUncoveredUsers` with its words apart. */
export function apart(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
}

/** A prompt without what a planner takes for an argument as it stands: quoted text and GUIDs. */
export function withoutArguments(prompt: string): string {
  return prompt.replaceAll(/"[^"]*"|“[^”]*”|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])|\b[0-9a-f]{8}-[0-9a-f-]{27}\b/giu, ' ')
}
