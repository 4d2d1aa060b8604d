import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { compareIn } from '#src/engine/compare.ts'
import { compile, type Compiled } from '#src/engine/compile.ts'
import { coverage, type Coverage } from '#src/engine/coverage.ts'
import { lockoutIn } from '#src/engine/lockout.ts'
import type { Suggestion } from '#src/domain/suggestion.ts'
import { object } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { followed, isAdvice } from '#test/fixtures/followed.ts'
import { baseline } from './draw/baseline.ts'
import { grownTenant } from './draw/grown.ts'
import { randomTenant } from './draw/tenant.ts'
import { similarTenant } from './draw/similar.ts'
import { seeded, type Body, type Random } from './draw/random.ts'

const tenants = Number(process.env['LACUNA_TENANTS'] ?? 8)
const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

/** A tenant with, often, emergency accounts, and policies at random, with much to do with each other, or grown from the baseline. */
function drawn(random: Random): Body {
  const file = random.pick([randomTenant, similarTenant, grownTenant, grownTenant])(random)
  const emergencyAccess = { users: random.some(['user-1', 'user-2'], 0.5), groups: random.some(['group-1'], 0.2) }
  return { ...file, settings: { ...object(file['settings']), ...random.chance(0.7) ? { emergencyAccess } : {}, ...random.chance(0.2) ? { namingConvention: 'CA{number} {title}' } : {} } }
}

interface Case {
  readonly file: Body
  readonly before: Compiled
  readonly coverages: readonly Coverage[]
  readonly suggestions: readonly Suggestion[]
}

const random = seeded(seed)
const cases = Array.from({ length: tenants }, (): Case => {
  const file = drawn(random)
  const tenant = tenantOf(file)
  const before = compile(tenant)
  return { file, before, coverages: baseline.map(requirement => coverage(before, requirement)), suggestions: analyseTenant(tenant, { requirements: baseline }).analysis.suggestions }
})

/** Claims something of every suggestion of every tenant, with the tenant in its final state. */
function always(name: string, claim: (one: Case, suggestion: Suggestion, final: Body) => unknown): void {
  test(name, t => {
    const wrong: unknown[] = []
    let count = 0
    for (const [number, one] of cases.entries()) {
      for (const suggestion of one.suggestions) {
        count++
        const example = claim(one, suggestion, followed(one.file, suggestion, 'all'))
        if (example !== undefined) wrong.push({ number, id: suggestion.id, example })
      }
    }
    t.comment(`seed ${seed}, ${tenants} tenants, ${count} suggestions, ${wrong.length} against`)
    t.strictSame(wrong.slice(0, 3), [])
    t.ok(count > tenants)
    t.end()
  })
}

const judged = (file: Body): Compiled => compile(tenantOf(file))

always('a suggestion has exactly the announced effect, and its first step the one announced for now', ({ file, before }, suggestion, final) => {
  const { effect, steps } = suggestion
  const found = [followed(file, suggestion, 'first'), final].map(after => {
    const { newlyBlocked, newlyChallenged, newlyFree, relation } = compareIn(before, tenantOf(after).policies)
    return { relation, counts: { newlyBlocked: newlyBlocked.count, newlyChallenged: newlyChallenged.count, newlyFree: newlyFree.count } }
  })
  const { newlyBlocked, newlyChallenged, newlyFree } = effect
  const isWatched = steps[0]?.do === 'create'
  const told = [...isWatched ? [{ newlyBlocked, newlyChallenged, newlyFree }] : [], effect.whenEnforced]
  const seen = (isWatched ? found : found.slice(1)).map(({ counts }) => counts)
  return JSON.stringify(told) === JSON.stringify(seen) && found[isWatched ? 0 : 1]?.relation === effect.relation ? undefined : { told, seen, relation: effect.relation }
})

always('a first step in report-only mode changes no outcome', ({ file, before }, suggestion) =>
  suggestion.steps[0]?.do !== 'create' || compareIn(before, tenantOf(followed(file, suggestion, 'first')).policies).relation === 'equivalent' ? undefined : suggestion.steps)

always('a suggestion leaves nobody open whom a requirement covered', ({ coverages }, _, final) => {
  const after = judged(final)
  const worse = coverages.filter(was => {
    const is = coverage(after, was.requirement)
    return (was.status !== 'gap' && is.status === 'gap') || is.uncoveredUsers.count > was.uncoveredUsers.count
  })
  return worse.length === 0 ? undefined : worse.map(({ requirement }) => requirement.id)
})

always('a suggestion closes the gaps that it names', (_, { closes }, final) => {
  const after = judged(final)
  const open = baseline.filter(requirement => closes.includes(requirement.id) && coverage(after, requirement).status === 'gap')
  return open.length === 0 ? undefined : open.map(({ id }) => id)
})

always('a suggestion locks no emergency account out', ({ before }, _, final) => {
  const shut = (compiled: Compiled): string[] => (lockoutIn(compiled).accounts ?? []).filter(({ kind, way }) => kind === 'emergency' && way === 'closed').map(({ user }) => user)
  const already = shut(before)
  const fresh = shut(judged(final)).filter(user => !already.includes(user))
  return fresh.length === 0 ? undefined : fresh
})

always('no policy that a suggestion brings reaches an emergency account that it did not reach before', ({ before }, { effect, steps }, final) => {
  const declared = before.tenant.settings.emergencyAccess?.users ?? []
  const { newlyBlocked, newlyChallenged } = compareIn(before, tenantOf(final).policies)
  const touched = declared.filter(id => [newlyBlocked, newlyChallenged].some(users => before.tenant.users.indexOf(id) >= 0 && users.has(before.tenant.users.indexOf(id))))
  return touched.length === 0 ? undefined : { touched, effect: effect.summary, words: steps.map(({ words }) => words) }
})

test('all suggestions followed, one after the other, leave none of the gaps that they name, and none comes again', t => {
  const wrong: unknown[] = []
  for (const [number, { file, suggestions }] of cases.entries()) {
    const final = suggestions.reduce((after, suggestion) => followed(after, suggestion, 'all'), file)
    const { requirements, suggestions: next } = analyseTenant(tenantOf(final), { requirements: baseline }).analysis
    const named = suggestions.flatMap(({ closes }) => closes)
    const open = requirements.filter(({ id, status }) => named.includes(id) && status === 'gap').map(({ id }) => id)
    const told = new Set(suggestions.filter(one => !isAdvice(one)).map(({ id }) => id))
    const again = next.filter(one => told.has(one.id) && !isAdvice(one)).map(({ id }) => id)
    if (open.length + again.length > 0) wrong.push({ number, open, again })
  }
  t.strictSame(wrong.slice(0, 3), [])
  t.end()
})

test('no two suggestions change the same policy, and ids are not given twice', t => {
  const changing = (one: Suggestion): string[] => [...new Set(one.steps.filter(step => step.do !== 'advice').flatMap(({ policy }) => policy ?? []))]
  for (const { suggestions } of cases) {
    const ids = suggestions.map(({ id }) => id)
    const changed = suggestions.flatMap(changing)
    if (new Set(ids).size !== ids.length || new Set(changed).size !== changed.length) t.fail(JSON.stringify({ ids, changed }))
  }
  t.ok(cases.some(({ suggestions }) => suggestions.flatMap(changing).length > 1))
  t.end()
})

test('three in ten suggestions change, merge or remove what is there', t => {
  const all = cases.flatMap(({ suggestions }) => suggestions)
  const kinds = new Map([...Map.groupBy(all, ({ kind }) => kind)].map(([kind, list]) => [kind, list.length]))
  const standing = all.filter(({ steps }) => steps.some(step => ['patch', 'enable', 'disable', 'delete'].includes(step.do) && step.policy !== undefined))
  t.comment(`${standing.length} of ${all.length} (${Math.round(standing.length / all.length * 100)} %): ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  t.ok(standing.length >= all.length * 0.3)
  t.end()
})
