import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import { requirements } from '#src/requirements/all.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { inScope, isProtected } from './draw/judge.ts'
import type { Body, Random } from './draw/random.ts'
import { theorem } from './draw/theorem.ts'

/** The baseline, with the roles that random tenants have. */
const baseline: readonly Requirement[] = requirements.map(one => one.population.roles === null ? one : { ...one, population: { ...one.population, roles: ['role-global', 'role-helpdesk'] } })

function analysed(file: Body): Analysis {
  return analyseTenant(tenantOf(file), { requirements: baseline }).analysis
}

function shuffledLists(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => ({ inner: shuffledLists(random, inner), place: random.below(1_000_000) })).sort((a, b) => a.place - b.place).map(({ inner }) => inner)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shuffledLists(random, inner)])) : value
}

theorem('every witness of a finding, evaluated, shows it', ({ file }, check) => {
  for (const { id, requirement, witness } of analysed(file).findings) {
    const wanted = baseline.find(one => one.id === requirement)
    if (wanted === undefined || witness === undefined) continue
    check(inScope(file, wanted, witness) === true && isProtected(file, wanted, witness) === false, () => ({ id, witness }))
  }
})

theorem('findings and suggestions keep their ids whatever the order of the lists of the tenant', ({ file, random }, check) => {
  const [one, other] = [analysed(file), analysed(Object(shuffledLists(random, file)))]
  const idsOf = ({ findings, suggestions }: Analysis): string => [...findings.map(({ id, users }) => `${id} ${users ?? 0}`), ...suggestions.map(({ id, rank }) => `${rank} ${id}`)].sort().join()
  check(idsOf(one) === idsOf(other), () => [idsOf(one), idsOf(other)])
})
