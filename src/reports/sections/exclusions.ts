import type { ExclusionPath, PolicyExclusions } from '#src/advisor/exclusions.ts'
import type { Standing } from '#src/advisor/standing.ts'
import { fold, heading, list, names, text, type Block, type Item } from '../block.ts'
import { count, nameOr, quoted } from '../words.ts'

const policiesShown = 30
const pathsShown = 15
/** People named at once. */
const few = 3

/** Who is left out of each enforced policy, by the way that leads to them, and whether another policy makes up. */
export function exclusionSection(standing: Standing): Block[] {
  const { exclusions } = standing
  if (exclusions.length === 0) return []
  const told = ({ policy, included, excluded, open, paths }: PolicyExclusions): Item => ({
    text: `${quoted(nameOr(standing, policy))} leaves out ${excluded.toLocaleString('en')} of ${count(included, 'account')} that it includes; ${madeUp(excluded, open)}`,
    inside: list(paths, pathsShown, pathItem)
  })
  const madeUpFor = exclusions.filter(({ open }) => open === 0)
  return [
    heading(2, 'Who is left out, and how'),
    text('Each way leads from the entry that the policy names through the groups nested in it to the people. Declared emergency accounts and synchronization accounts are not counted.'),
    ...list(exclusions.filter(({ open }) => open > 0), policiesShown, told),
    ...fold(`Exclusions that other policies make up for: ${madeUpFor.length.toLocaleString('en')}`, list(madeUpFor, policiesShown, told))
  ]
}

function madeUp(excluded: number, open: number): string {
  if (open === 0) return 'other policies make up for all of them'
  return open === excluded ? 'no other policy makes up for any of them' : `no other policy makes up for ${open.toLocaleString('en')} of them`
}

const kinds = { guests: 'guests of type', role: 'the role', group: 'the group' } as const

function pathItem({ kind, names: steps, users, open, openNames, otherNames }: ExclusionPath): Item {
  const way = kind === 'user' ? 'accounts named one by one' : `${kinds[kind]} ${steps.map(quoted).join(' › ')}`
  const isMixed = open > 0 && open < users
  const people = [...openNames.map(name => `${quoted(name)}${isMixed ? ', for whom no other policy makes up' : ''}`), ...otherNames.map(quoted)]
  const more = users - people.length
  const outcome = users === 1 ? open === 1 ? 'no other policy makes up' : 'another policy makes up' : madeUp(users, open)
  if (users <= few) return { text: `through ${way}: ${people.join('; ')}; ${outcome}` }
  return {
    text: `through ${way}: ${users.toLocaleString('en')} people; ${outcome}`,
    inside: fold(`Who: ${[...openNames, ...otherNames].slice(0, few).map(name => quoted(name.replace(/ <[^<>]*>$/, ''))).join(', ')} ...`,
      names([...people, ...more > 0 ? [`and ${more.toLocaleString('en')} more`] : []], people.length + 1, name => name))
  }
}
