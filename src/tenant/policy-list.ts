import { normalForm } from './normal-form.ts'
import { sortedBy } from './order.ts'
import { parsePolicy } from './policy.ts'
import type { ReadPolicy } from './tenant.ts'

const noId = '\0'

/** Policies in the order in which they were read. Those without an id are numbered by what they say, not by where they stand. */
export class PolicyList {
  readonly #read: ReadPolicy[] = []
  readonly #ids = new Set<string>()

  /** Takes a body in; gives the reason where it cannot. */
  add(value: unknown): string | undefined {
    const read = parsePolicy(value, noId)
    if ('reason' in read) return read.reason
    const id = read.policy.id.toLowerCase()
    if (id !== noId && this.#ids.has(id)) return 'the id occurs twice; the first is kept'
    this.#ids.add(id)
    this.#read.push(read)
    return undefined
  }

  list(): ReadPolicy[] {
    const numbers = this.#numbers()
    return this.#read.map(read => {
      const id = numbers.get(read)
      return id === undefined ? read : { ...read, policy: { ...read.policy, id } }
    })
  }

  #numbers(): Map<ReadPolicy, string> {
    const nameless = this.#read.filter(({ policy }) => policy.id === noId)
    const numbers = new Map<ReadPolicy, string>()
    let number = 0
    for (const read of sortedBy(nameless, ({ policy, raw }) => JSON.stringify([policy.displayName, policy, normalForm(raw)]))) {
      while (this.#ids.has(`policy-${number}`)) number++
      numbers.set(read, `policy-${number++}`)
    }
    return numbers
  }
}
