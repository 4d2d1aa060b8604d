import type { News, NewsItem, NewsPart } from '#src/domain/news.ts'
import { count, short } from './reply.ts'

/** What is new, in a sentence or two. */
export function newsWords(news: News | undefined): string {
  if (news === undefined) return 'There is no earlier reading to compare with.'
  const { since, policies, users, apps, agents, suggestions = [], auditRead } = news
  const parts = [
    ...partWords(policies, 'policy', 'policies'), ...partWords(users, 'user', 'users'), ...partWords(apps, 'application', 'applications'), ...partWords(agents, 'agent', 'agents'),
    ...suggestions.length === 0 ? [] : [count(suggestions.length, 'new suggestion')]
  ]
  const missing = [...policies === undefined ? ['policies'] : [], ...users === undefined ? ['users'] : [], ...apps === undefined ? ['applications'] : []]
  const unknown = missing.length === 0 ? '' : ` What is new among ${missing.join(' and ')} is not known: one of the readings lacks them.`
  const anybody = policies !== undefined && policies.added + policies.changed + policies.removed > 0 && !auditRead
  const silent = anybody ? ' Who changed the policies is not known: the audit log could not be read.' : ''
  return `Since ${since.slice(0, 16)}: ${parts.length === 0 ? 'nothing new' : parts.join('; ')}.${unknown}${silent}`
}

const changes = ['added', 'changed', 'removed'] as const

function partWords(part: NewsPart | undefined, one: string, several: string): string[] {
  if (part === undefined) return []
  return changes.flatMap(change => {
    const number = part[change]
    if (number === 0) return []
    const named = part.first.filter(item => item.change === change).slice(0, 2).map(itemWords)
    return [`${number.toLocaleString('en')} ${number === 1 ? one : several} ${change} (${named.join(', ')}${number > named.length ? ', ...' : ''})`]
  })
}

function itemWords({ name, id, by }: NewsItem): string {
  return `${short(name === '' ? id : name, 50)}${by === undefined ? '' : ` by ${short(by, 60)}`}`
}
