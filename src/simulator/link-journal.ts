import type { Counter } from './collection.ts'
import type { JsonObject } from './json.ts'

/** Remembers which links of a group were added and removed, and when: what a delta after the first tells. */
export interface LinkJournal {
  /** Records a change at the revision that the write of the group will get. */
  add(groupId: string, list: 'members' | 'owners', link: JsonObject): void
  /** The last change of each link after a revision. */
  since(groupId: string, list: 'members' | 'owners', revision: number): JsonObject[]
}

interface Entry {
  readonly list: 'members' | 'owners'
  readonly link: JsonObject
  readonly revision: number
}

export function createLinkJournal(counter: Counter): LinkJournal {
  const entries = new Map<string, Entry[]>()
  return {
    add(groupId, list, link) {
      const known = entries.get(groupId.toLowerCase()) ?? []
      entries.set(groupId.toLowerCase(), [...known, { list, link, revision: counter.revision + 1 }])
    },
    since(groupId, list, revision) {
      const last = new Map<unknown, JsonObject>()
      for (const entry of entries.get(groupId.toLowerCase()) ?? []) {
        if (entry.list === list && entry.revision > revision) last.set(entry.link['id'], entry.link)
      }
      return [...last.values()]
    },
  }
}
