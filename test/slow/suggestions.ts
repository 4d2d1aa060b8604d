import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { objects, object, texts } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { closedAndNotRepeated, followed, gapsOf, watchedOf, wouldBeCovered } from '#test/fixtures/followed.ts'

type Body = Record<string, unknown>

const path = fileURLToPath(new URL('../../../shared/tenants/lantern-works.json', import.meta.url))

function analysed(file: Body): Analysis {
  return analyseTenant(tenantOf(file)).analysis
}

if (!existsSync(path)) t.comment('not run: the tenant of real policies is not beside the checkout')
else {
  const file: Body = object(JSON.parse(await readFile(path, 'utf8')))
  const before = analysed(file)
  const named = before.suggestions.flatMap(({ closes }) => closes)

  await t.test('every gap is named by a suggestion that closes it', async t => {
    t.strictSame([...new Set(named)].sort(), gapsOf(before).sort())
    t.equal(new Set(named).size, named.length)
  })
  await t.test('the people excluded through the nested project group are named by path, and that nothing compensates', async t => {
    const reasons = before.suggestions.flatMap(one => [...one.reasons, ...one.steps.map(({ words }) => words)])
    const told = reasons.find(reason => reason.includes('`Project Kestrel` > `Project Kestrel contractors`: '))
    for (const name of ['Ola Costa', 'Mia Diaz', 'Kim Tan', 'Eva Novak']) t.ok(told?.includes(name), name)
    t.match(told, /; nothing compensates$/)
  })
  await t.test('no suggestion reaches an emergency account, takes one out of the exclusions, or locks one out', async t => {
    const declared = texts(object(object(file['settings'])['emergencyAccess'])['groups'])
    for (const { id, steps, lockout } of before.suggestions) {
      t.not(lockout.status, 'locked', id)
      for (const { policy, body } of steps) {
        const users = object(body?.conditions['users'])
        const standing = objects(file['policies']).find(one => one['id'] === policy)
        const wasOut = declared.filter(group => texts(object(object(standing?.['conditions'])['users'])['excludeGroups']).includes(group))
        if (body !== undefined) t.ok(wasOut.every(group => texts(users['excludeGroups']).includes(group)), `${id} keeps them out`)
        t.notOk(declared.some(group => texts(users['includeGroups']).includes(group)), `${id} does not name them`)
      }
    }
  })
  await t.test('after the first steps alone the same gaps stand, and each would be covered', async t => {
    wouldBeCovered(t, before, analysed(watchedOf(before).reduce((after, suggestion) => followed(after, suggestion, 'first'), file)))
  })
  await t.test('all suggestions followed leave none of the gaps that they name, and none comes again', async t => {
    closedAndNotRepeated(t, before, analysed(before.suggestions.reduce((final, suggestion) => followed(final, suggestion, 'all'), file)))
  })
}
