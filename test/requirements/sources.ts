import { test } from 'tap'
import { objectIn } from '#src/tenant/json.ts'
import { requirements } from '#src/requirements/all.ts'
import captured from '#src/simulator/graph/templates.json' with { type: 'json' }

/** The design's list, in its order. */
const designed = `mfa-all-users, mfa-admins, phishing-resistant-admins, mfa-guests, mfa-azure-management, mfa-admin-portals, block-legacy-authentication,
block-device-code-flow, block-authentication-transfer, compliant-device-all-users, compliant-device-admins, app-protection-mobile,
risky-sign-ins, risky-users, secure-security-info-registration, mfa-device-registration, block-unknown-platforms, no-persistent-browser-unmanaged,
sign-in-frequency-admins, app-enforced-restrictions, insider-risk, risky-workload-identities, risky-agents, token-protection`.split(/,\s/)

/** Where a template asks for more or less than Microsoft's, and why. */
const deviations: Readonly<Record<string, string>> = {
  'compliant-device-all-users': 'hybrid joined devices count, and guests are left out',
  'risky-users': 'guests, whose password is another tenant\'s, are left out'
}

test('the baseline is the design\'s: those 24, each once', t => {
  t.strictSame(requirements.map(({ id }) => id).sort(), designed.sort())
  t.end()
})

/** What is set, without the placeholder for whoever creates the policy and without what is empty. */
function settings(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => item !== 'Current administrator will be excluded').map(settings).sort()
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([name, member]): [string, unknown] => [name, settings(member)]).filter(([, member]) => !Array.isArray(member) || member.length > 0)
  return Object.fromEntries(kept.sort(([a], [b]) => a < b ? -1 : 1))
}

for (const { id, source, template } of requirements) {
  test(`${id} says where it comes from`, t => {
    t.match(source.name, source.templateId === null ? /Microsoft|CISA|CIS/ : /Microsoft template/)
    t.equal(template.state, 'enabledForReportingButNotEnforced', 'its template starts in report-only mode')
    t.end()
  })
  if (source.templateId === null) continue
  test(`the template of ${id} is Microsoft's${deviations[id] === undefined ? '' : `, but ${deviations[id]}`}`, t => {
    const found = captured.templates.find(one => one.id === source.templateId)
    const { conditions, grantControls = null, sessionControls = null } = template
    const own = { conditions, ...grantControls === null ? {} : { grantControls }, ...sessionControls === null ? {} : { sessionControls } }
    if (deviations[id] === undefined) t.strictSame(settings(own), settings(found?.details))
    else t.strictSame(settings(objectIn(conditions, 'applications')), settings(found?.details.conditions.applications))
    t.end()
  })
}
