const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' }

/** Text for HTML, in elements and in quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character)
}
