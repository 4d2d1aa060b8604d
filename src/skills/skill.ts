import type { Static, TArray, TObject } from 'typebox'
import type { Needs } from './needs.ts'
import type { Caller, Ports } from './ports.ts'

/** What a skill is given beside its input. */
export interface Ask {
  readonly ports: Ports
  readonly caller: Caller
  readonly signal: AbortSignal
}

/** What a skill answers: one flat object, or a bare list of flat objects, which only the skill that an agent's trigger fetches from does. */
export type Output = TObject | TArray<TObject>

/** The words and shapes of one skill. The operation id, the route, the manifest entry and the promptbook step derive from it. */
interface SkillWords {
  readonly name: string
  /** Below `/v1/skills`. */
  readonly path: string
  /** GET takes the input as query, POST as a flat body. */
  readonly method: 'GET' | 'POST'
  /** `propose` writes a draft, a change or an answer to a suggestion; none touches the tenant. */
  readonly effect: 'read' | 'propose'
  readonly needs: Needs
  readonly summary: string
  /** When to use it and what comes back, for the model that chooses. */
  readonly forModel: string
  /** Example prompts without concrete names. */
  readonly prompts: readonly string[]
  readonly input: TObject
  readonly output: Output
}

/** A skill in the list: its input is checked by its own schema before `run` sees it. */
export interface Skill extends SkillWords {
  run(input: unknown, ask: Ask): Promise<unknown>
}

/** One skill as a value, its function typed by its schemas. */
export interface TypedSkill<I extends TObject, O extends Output> extends SkillWords {
  readonly input: I
  readonly output: O
  run(input: Static<I>, ask: Ask): Promise<Static<O>>
}

export function skill<I extends TObject, O extends Output>(definition: TypedSkill<I, O>): TypedSkill<I, O> {
  return Object.freeze(definition)
}

/** Whether an agent's trigger fetches from the skill: its answer is a bare list, an entry a run. Nothing else calls it. */
export function isFetched({ output }: Pick<Skill, 'output'>): boolean {
  return output.type === 'array'
}
