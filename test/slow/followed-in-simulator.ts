import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { generate } from '#src/simulator/generate/generate.ts'
import { object, objects, texts } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { closedAndNotRepeated, gapsOf, watchedOf, wouldBeCovered } from '#test/fixtures/followed.ts'
import { followedInGraph } from '#test/fixtures/followed-in-graph.ts'

type Body = Record<string, unknown>

const path = fileURLToPath(new URL('../../../shared/tenants/lantern-works.json', import.meta.url))
const gone = 'deadbeef-0000-4000-8000-000000000001'

/** Reads a tenant through Graph, follows all that is suggested by Graph's own writes, and reads it again after the first steps and after the last. */
async function followAll(t: Test, file: Body, patchMode: 'merge' | 'replace'): Promise<void> {
  const through = await followedInGraph(file, { patchMode })
  t.teardown(() => through.close())
  const before = analyseTenant(await through.read()).analysis
  const watched = new Set(watchedOf(before))

  await t.test('the tenant that was read through Graph has the gaps that its file has, and a suggestion for each', async t => {
    t.strictSame(gapsOf(before), gapsOf(analyseTenant(tenantOf(file)).analysis))
    t.strictSame(before.suggestions.flatMap(({ closes }) => closes).sort(), gapsOf(before).sort())
  })
  await t.test('after the first steps alone the same gaps stand, and each would be covered', async t => {
    for (const suggestion of watched) await through.take(suggestion, suggestion.steps.slice(0, 1))
    wouldBeCovered(t, before, analyseTenant(await through.read()).analysis)
  })
  await t.test('every step taken leaves none of the gaps that the suggestions name, and none comes again', async t => {
    const left: string[] = []
    for (const suggestion of before.suggestions) {
      const steps = await through.take(suggestion, suggestion.steps.slice(watched.has(suggestion) ? 1 : 0))
      left.push(...steps.map(({ do: what, words }) => `${what}: ${words}`))
    }
    closedAndNotRepeated(t, before, analyseTenant(await through.read()).analysis)
    t.comment(`written: ${JSON.stringify(through.writes)}; left to people: ${[...new Set(left)].join('; ') || 'nothing'}`)
  })
}

/** The tenant with an account that is gone in one of the lists of every policy. */
function naming(file: Body, list: 'includeUsers' | 'excludeUsers' | 'includeGroups' | 'excludeGroups'): Body {
  const policies = objects(file['policies']).map(policy => {
    const conditions = object(policy['conditions'])
    const users = object(conditions['users'])
    const isForAll = list.startsWith('include') && texts(users['includeUsers']).includes('All')
    return isForAll ? policy : { ...policy, conditions: { ...conditions, users: { ...users, [list]: [...texts(users[list]).filter(id => id !== 'None'), gone] } } }
  })
  return { ...file, policies }
}

for (const seed of [1, 2, 3, 4]) {
  const file = object(JSON.parse([...generate({ users: 300, apps: 60, policies: 40, seed })].join('')))
  await t.test(`a generated tenant, seed ${seed}`, t => followAll(t, file, seed % 2 === 0 ? 'merge' : 'replace'))
}
if (!existsSync(path)) t.comment('not run for real policies: the tenant is not beside the checkout')
else {
  const file = object(JSON.parse(await readFile(path, 'utf8')))
  for (const patchMode of ['merge', 'replace'] as const) await t.test(`real policies, a Graph that takes a PATCH as ${patchMode}`, t => followAll(t, file, patchMode))
  for (const list of ['includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups'] as const) {
    await t.test(`real policies that name what is gone in ${list}`, t => followAll(t, naming(file, list), 'merge'))
  }
}
