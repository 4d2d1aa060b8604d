import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { analysePolicies } from '#src/engine/analyse/analyse.ts'
import { compile } from '#src/engine/compile.ts'
import { object, objects, texts } from '#src/simulator/what-if/json.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { exportedFrom } from '#test/fixtures/export-files.ts'
import { consolidatedWrongly } from '#test/properties/draw/consolidated.ts'
import { placedSignIns } from '#test/properties/draw/placed.ts'
import { seeded, type Body } from '#test/properties/draw/random.ts'

const tenants = fileURLToPath(new URL('../../../shared/tenants/', import.meta.url))
const [points, seed] = [3_000, 20_261_125]

/** Every proposal against the naive evaluator; prints how many are proved and how many are listed with their difference. */
function judgeConsolidations(t: Test, file: Body, tenant: Tenant): { exact: string[], differing: string[] } {
  const bodies = new Map(objects(file['policies']).map(body => [body['id'], body]))
  const signIns = placedSignIns(file, seeded(seed), { points, random: 0 })
  const seen: Record<'exact' | 'differing', string[]> = { exact: [], differing: [] }
  for (const { policies, body, stricter, looser } of analysePolicies(compile(tenant)).consolidations) {
    const members = policies.map(({ policy }) => bodies.get(policy.id)).filter(body => body !== undefined)
    t.equal(members.length, policies.length)
    const differences = stricter.length + looser.length
    const what = policies.map(({ policy }) => policy.displayName).join(' + ')
    seen[differences === 0 ? 'exact' : 'differing'].push(what)
    t.strictSame(consolidatedWrongly({ file, tenant }, { members, body, stricter, looser }, signIns).slice(0, 3), [], `${what}: ${differences} differences`)
  }
  t.comment(`${signIns.length} sign-ins; ${seen.exact.length} proposals proved to change nothing, ${seen.differing.length} listed with their exact difference`)
  return seen
}

/** The people whom the policies tell apart: one in each group and role that they name, one in none of them, and a guest. */
function withPeople(file: Body): Body {
  const named = (member: string): string[] => [...new Set(objects(file['policies']).flatMap(({ conditions }) => texts(object(object(conditions)['users'])[member])))]
  const groups = [...new Set([...named('includeGroups'), ...named('excludeGroups')])]
  const roles = [...new Set([...named('includeRoles'), ...named('excludeRoles')])]
  const person = (id: string, more: Body = {}): Body => ({ id, userPrincipalName: `${id}@ring.example`, displayName: id, userType: 'Member', accountEnabled: true, ...more })
  const guest = { userType: 'Guest', userPrincipalName: 'guest_home.example#EXT#@ring.example', externalUserState: 'Accepted', creationType: 'Invitation', homeTenantId: 'home' }
  return {
    ...file, users: [person('nobody'), person('guest', guest), ...[...groups.keys()].map(n => person(`of group ${n}`)), ...[...roles.keys()].map(n => person(`of role ${n}`))],
    groups: groups.map((id, n) => ({ id, displayName: id, members: [`of group ${n}`] })), servicePrincipals: [],
    roleAssignments: roles.map((id, n) => ({ principalId: `of role ${n}`, roleDefinitionId: id, directoryScopeId: '/' }))
  }
}

if (!existsSync(tenants)) t.comment('not run: the real policies are not beside the checkout')
else {
  await t.test('each consolidation of joeyv-baseline is equivalent or differs exactly where it says', async t => {
    const { file, tenant } = await exportedFrom(`${tenants}joeyv-baseline`)
    const { exact, differing } = judgeConsolidations(t, file, tenant)
    t.ok(exact.length > 0 && differing.length > 0)
  })
  await t.test('each consolidation of filipin-aadp2 is equivalent or differs exactly where it says, and what is proved without any people holds among those whom its policies tell apart', async t => {
    const { file, tenant } = await exportedFrom(`${tenants}filipin-aadp2`)
    const { exact, differing } = judgeConsolidations(t, file, tenant)
    t.ok(exact.length > 0 && differing.length > 0)
    const peopled = withPeople(file)
    const among = judgeConsolidations(t, peopled, tenantOf(peopled))
    t.ok(among.differing.length > 0)
    t.strictSame(exact.filter(what => !among.exact.includes(what)), [])
  })
}
