import type { Entity } from './json.ts'

/** Where writes take their time from, and for how long readers go on seeing what was before them. */
export interface Clock {
  readonly now: () => Date
  lagMs: number
}

/** Counts every write of the whole tenant: what delta tokens refer to. */
export interface Counter {
  revision: number
}

export interface Changes {
  readonly changed: readonly Entity[]
  readonly removed: readonly string[]
}

interface Stale {
  readonly entity: Entity | undefined
  readonly until: number
}

/** The objects of one kind by id, without regard to the letter case of the id. */
export class Collection {
  /** False when the tenant file has no such collection: it could not be read. */
  readonly readable: boolean
  #entities = new Map<string, Entity>()
  #stale = new Map<string, Stale>()
  #changes = new Map<string, number>()
  #list: readonly Entity[] | undefined
  #clock: Clock
  #counter: Counter
  #revision = 0

  constructor(entities: readonly Entity[] | undefined, clock: Clock, counter: Counter) {
    this.readable = entities !== undefined
    this.#clock = clock
    this.#counter = counter
    for (const entity of entities ?? []) this.#entities.set(entity.id.toLowerCase(), entity)
  }

  /** The revision of the last write to this collection; 0 for none. */
  get revision(): number {
    return this.#revision
  }

  get size(): number {
    return this.#entities.size
  }

  /** The object as readers see it: for `lagMs` after a write, as it was before. */
  get(id: string): Entity | undefined {
    const stale = this.#stale.get(id.toLowerCase())
    return stale !== undefined && stale.until > this.#clock.now().getTime() ? stale.entity : this.current(id)
  }

  /** The object as the last write left it. */
  current(id: string): Entity | undefined {
    return this.#entities.get(id.toLowerCase())
  }

  /** Every object as readers see it, in order of first appearance. */
  list(): readonly Entity[] {
    this.#forget()
    const latest = this.latest()
    if (this.#stale.size === 0) return latest
    const seen = latest.flatMap((entity) => this.get(entity.id) ?? [])
    const gone = [...this.#stale.values()].flatMap(({ entity }) => (entity !== undefined && this.current(entity.id) === undefined ? [entity] : []))
    return [...seen, ...gone]
  }

  /** Every object as the last write left it. */
  latest(): readonly Entity[] {
    this.#list ??= [...this.#entities.values()]
    return this.#list
  }

  put(entity: Entity): void {
    this.#write(entity.id)
    this.#entities.set(entity.id.toLowerCase(), entity)
  }

  remove(id: string): void {
    this.#write(id)
    this.#entities.delete(id.toLowerCase())
  }

  /** What was written after a revision. */
  changedSince(revision: number): Changes {
    const ids = [...this.#changes].filter(([, at]) => at > revision).map(([id]) => id)
    return {
      changed: ids.flatMap((id) => this.#entities.get(id) ?? []),
      removed: ids.filter((id) => !this.#entities.has(id)),
    }
  }

  #write(id: string): void {
    const key = id.toLowerCase()
    if (this.#clock.lagMs > 0) {
      this.#stale.set(key, { entity: this.get(id), until: this.#clock.now().getTime() + this.#clock.lagMs })
    }
    this.#counter.revision += 1
    this.#revision = this.#counter.revision
    this.#changes.set(key, this.#revision)
    this.#list = undefined
  }

  #forget(): void {
    const now = this.#clock.now().getTime()
    for (const [key, { until }] of this.#stale) if (until <= now) this.#stale.delete(key)
  }
}
