import { Type, type Static } from 'typebox'
import { literals } from './schema.ts'

/** One object that is new, was changed or is gone. `by` and `at` are there where the audit log says so. */
export const NewsItem = Type.Object({
  id: Type.String(), name: Type.String(), change: literals(['added', 'changed', 'removed']),
  by: Type.Optional(Type.String({ description: 'Principal name of the person, or name of the application.' })), at: Type.Optional(Type.String())
})

/** What became of one kind of objects: how many, and the first few of each change. */
export const NewsPart = Type.Object({ added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer(), first: Type.Array(NewsItem) })

const Part = Type.Optional(NewsPart)

/** What is new since the snapshot before. A part is absent where one of the two readings lacks it. */
export const News = Type.Object({
  since: Type.String({ description: 'When the snapshot before was read.' }),
  users: Part, apps: Part, agents: Part, policies: Part,
  suggestions: Type.Optional(Type.Array(Type.String(), { description: 'Ids of the suggestions that were not made then.' })),
  auditRead: Type.Boolean({ description: 'Whether the audit log, which tells who changed a policy, could be read.' })
})

export type NewsItem = Static<typeof NewsItem>
export type NewsPart = Static<typeof NewsPart>
export type News = Static<typeof News>
