import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { offeredFor } from '#src/advisor/offered-templates.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { requirementOf, requirements } from '#src/requirements/all.ts'
import { templatesSetAside } from '#src/requirements/set-aside.ts'
import { renderReport } from '#src/reports/report.ts'
import captured from '#src/simulator/graph/templates.json' with { type: 'json' }
import { tenantOf } from '#src/tenant/from-object.ts'
import { lanternFile } from '#test/fixtures/lantern.ts'

const allUsers = 'a3d0a415-b068-4326-9251-f9cdf9feeb64'

/** The captured templates, one of them otherwise. */
function offeredWith(id: string, details: object): object[] {
  return captured.templates.map(template => template.id === id ? { ...template, details: { ...template.details, ...details } } : template)
}

function analysed(templates?: readonly object[]): Analysis {
  return analyseTenant(tenantOf(lanternFile([], templates === undefined ? {} : { templates }))).analysis
}

function saidOf(id: string, { suggestions }: Analysis): string | undefined {
  return suggestions.find(one => one.id === `${id}:createPolicy`)?.template
}

test('a new policy says which template it is of, and that Microsoft offers the same', t => {
  t.equal(saidOf('mfa-all-users', analysed(captured.templates)), 'of Microsoft\'s template `Require multifactor authentication for all users`, as Graph offers it')
  t.end()
})

test('where Microsoft offers a template otherwise the members that differ are named, and what is drafted stays', t => {
  const changed = analysed(offeredWith(allUsers, { grantControls: { operator: 'OR', authenticationStrength: { id: '00000000-0000-0000-0000-000000000002' } }, sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime' } } }))
  t.equal(saidOf('mfa-all-users', changed), 'of Microsoft\'s template `Require multifactor authentication for all users`; Graph offers it with other `grantControls.authenticationStrength`, `grantControls.builtInControls` and `sessionControls`')
  const bodyIn = ({ suggestions }: Analysis): unknown => suggestions.find(({ id }) => id === 'mfa-all-users:createPolicy')?.body
  t.strictSame(bodyIn(changed), bodyIn(analysed()))
  t.match(renderReport(changed, 'markdown'), /Graph offers it with other/)
  t.end()
})

test('where templates were not read, or the template is offered no longer, nothing is said of it', t => {
  t.equal(saidOf('mfa-all-users', analysed()), undefined)
  t.equal(saidOf('mfa-all-users', analysed(captured.templates.filter(({ id }) => id !== allUsers))), undefined)
  t.end()
})

test('of the captured templates each is a requirement\'s or set aside, and only those that leave guests out say otherwise', t => {
  const tenant = tenantOf({ templates: captured.templates })
  const said = requirements.map(requirement => ({ id: requirement.id, words: offeredFor(tenant, requirement) }))
  t.strictSame(said.filter(({ words }) => words !== undefined).length + templatesSetAside.size, captured.templates.length)
  t.strictSame(said.filter(({ words }) => words?.includes('with other') === true).map(({ id }) => id), ['compliant-device-all-users', 'risky-users'])
  for (const id of ['compliant-device-all-users', 'risky-users']) t.equal(requirementOf(id)?.population.guests, 'excluded')
  t.strictSame(analysed(captured.templates).findings.filter(({ kind }) => kind === 'newTemplate'), [])
  t.end()
})

test('a template that no requirement knows is a finding', t => {
  const fresh = { id: '11111111-2222-4333-8444-555555555555', name: 'Require a hat', details: {} }
  const found = analysed([...captured.templates, fresh]).findings.filter(({ kind }) => kind === 'newTemplate')
  t.match(found, [{ severity: 'low', policies: [], summary: 'Microsoft offers the policy template `Require a hat`, which no requirement is of' }])
  t.equal(found.length, 1)
  t.end()
})
