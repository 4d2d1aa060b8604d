import { nobody, type Routed } from './route.ts'

/** How one expectation fared. */
export interface SkillFigures {
  readonly skill: string
  readonly prompts: number
  readonly right: number
  readonly meanMargin: number | undefined
  readonly leastMargin: number | undefined
}

export interface Figures {
  readonly prompts: number
  readonly right: number
  /** Prompts that ask to read, for which a skill that writes was chosen. */
  readonly wrongWrites: number
  /** Prompts that no skill is to take, for which a skill that writes was chosen. */
  readonly unaskedWrites: number
  readonly skills: readonly SkillFigures[]
}

/** The figures of routed prompts; `writing` names the skills that write. */
export function figuresOf(all: readonly Routed[], writing: ReadonlySet<string>): Figures {
  const groups = [...Map.groupBy(all, ({ entry }) => expectation(entry.expects))].toSorted(([a], [b]) => a.localeCompare(b))
  const wrote = all.filter(({ entry, chosen }) => writing.has(chosen) && !entry.expects.some(name => writing.has(name)))
  return {
    prompts: all.length, right: rightOf(all), wrongWrites: wrote.filter(({ entry }) => entry.kind !== 'noSkill').length,
    unaskedWrites: wrote.filter(({ entry }) => entry.kind === 'noSkill').length,
    skills: groups.map(([skill, group]) => {
      const margins = group.flatMap(({ margin }) => margin ?? [])
      const isOurs = margins.length > 0
      return {
        skill, prompts: group.length, right: rightOf(group),
        meanMargin: isOurs ? margins.reduce((sum, margin) => sum + margin, 0) / margins.length : undefined, leastMargin: isOurs ? Math.min(...margins) : undefined
      }
    })
  }
}

function rightOf(all: readonly Routed[]): number {
  return all.filter(({ isRight }) => isRight).length
}

export function expectation(expects: readonly string[]): string {
  return expects.length === 0 ? nobody : expects.join(' or ')
}

/** How often each skill was chosen for each expectation. */
export function confusionsOf(all: readonly Routed[]): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>()
  for (const { entry, chosen } of all) {
    const row = table.get(expectation(entry.expects)) ?? new Map<string, number>()
    table.set(expectation(entry.expects), row.set(chosen, (row.get(chosen) ?? 0) + 1))
  }
  return table
}

const percent = (part: number, whole: number): string => whole === 0 ? '-' : `${(100 * part / whole).toFixed(1)} %`
const line = ([first = '', ...rest]: readonly string[]): string => `${first.padEnd(26)}${rest.map(cell => cell.padStart(12)).join('')}\n`

/** The figures as a table to print. */
export function tableOf({ prompts, right, wrongWrites, unaskedWrites, skills }: Figures): string {
  const margin = (value: number | undefined): string => value?.toFixed(2) ?? '-'
  return [
    line(['expected', 'prompts', 'top-1', 'mean margin', 'least']),
    ...skills.map(one => line([one.skill, String(one.prompts), percent(one.right, one.prompts), margin(one.meanMargin), margin(one.leastMargin)])),
    line(['all', String(prompts), percent(right, prompts), '', '']),
    `a writing skill for a request to read: ${wrongWrites}; for what no skill is to take: ${unaskedWrites}\n`
  ].join('')
}
