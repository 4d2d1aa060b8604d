import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { skills } from '#src/skills/all.ts'
import { apart } from './words.ts'

/** What the planner reads of one skill, ours or one of Microsoft's own. */
export interface SkillText {
  readonly name: string
  readonly isOurs: boolean
  readonly text: string
}

/** Our skills that write. */
export const writingSkills: ReadonlySet<string> = new Set(skills.filter(({ effect }) => effect === 'propose').map(({ name }) => name))

const Words = Type.Object({ description: Type.Optional(Type.String()), enum: Type.Optional(Type.Array(Type.String())) })
const Operation = Type.Object({
  operationId: Type.String(), summary: Type.String(), description: Type.String(),
  parameters: Type.Optional(Type.Array(Type.Object({ name: Type.String(), description: Type.Optional(Type.String()), schema: Words }))),
  requestBody: Type.Optional(Type.Object({ content: Type.Record(Type.String(), Type.Object({
    schema: Type.Object({ properties: Type.Optional(Type.Record(Type.String(), Words)) })
  })) }))
})
const Document = Type.Object({ paths: Type.Record(Type.String(), Type.Record(Type.String(), Operation)) })
const Neighbours = Type.Array(Type.Object({ name: Type.String(), words: Type.String() }))

/** Name, summary, description, example prompts, and the inputs with their descriptions and values. */
function textOf({ operationId, summary, description, parameters = [], requestBody }: Type.Static<typeof Operation>): string {
  const ofBody = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => Object.entries(schema.properties ?? {}))
  const inputs = [
    ...parameters.map(({ name, description, schema }): InputWords => ({ name, description, values: schema.enum })),
    ...ofBody.map(([name, words]): InputWords => ({ name, description: words.description, values: words.enum }))
  ]
  return [apart(operationId), summary, description.replaceAll('#ExamplePrompts', ''), ...inputs.map(inputText)].join('\n')
}

interface InputWords {
  readonly name: string
  readonly description: string | undefined
  readonly values: readonly string[] | undefined
}

function inputText({ name, description, values = [] }: InputWords): string {
  return [apart(name), description, ...values.map(apart)].join(' ')
}

/** Every operation of a document for Security Copilot. */
export function ourSkills(document: unknown): SkillText[] {
  const { paths } = Value.Parse(Document, document)
  return Object.values(paths).flatMap(path => Object.values(path).map(one => ({ name: one.operationId, isOurs: true, text: textOf(one) })))
}

/** Our skills as they are committed, and Microsoft's own beside them. */
export function readSkillTexts(): SkillText[] {
  const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
  const theirs = Value.Parse(Neighbours, read('../neighbours.yaml')).map(({ name, words }) => ({ name, isOurs: false, text: `${apart(name)}\n${words}` }))
  return [...ourSkills(read('../../../openapi/skills.yaml')), ...theirs]
}
