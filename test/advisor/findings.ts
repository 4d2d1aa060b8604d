import { test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Finding } from '#src/domain/finding.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { allButEmergency, lanternFile, policyOf, reportOnly } from '#test/fixtures/lantern.ts'
import { ids } from '#test/fixtures/small-tenant.ts'

type Body = Record<string, unknown>

function found(file: Body): Finding[] {
  return analyseTenant(tenantOf(file)).analysis.findings
}

const mfa = policyOf('mfa', { users: allButEmergency })
const many = (count: number): Body[] => Array.from({ length: count }, (_, index) => policyOf(`policy-${index}`, { users: allButEmergency, state: 'disabled' }))
const naming = (users: Body, when: Body = {}): Body => policyOf('p', { users: { ...users, excludeUsers: [ids.emergency, ...Array.isArray(users['excludeUsers']) ? users['excludeUsers'] : []] }, when })
const office = { '@odata.type': '#microsoft.graph.ipNamedLocation', id: 'office', displayName: 'Office', isTrusted: true, ipRanges: [] }
const at = (...includeLocations: string[]): Body => ({ locations: { includeLocations, excludeLocations: ['AllTrusted', '00000000-0000-0000-0000-000000000000'] } })

interface Case {
  readonly id: string
  readonly severity: string
  /** Where the finding appears, and where it does not. */
  readonly here: Readonly<Record<string, Body>>
  readonly notHere: Readonly<Record<string, Body>>
  readonly says: RegExp
}

const cases: readonly Case[] = [
  {
    id: 'securityDefaults', severity: 'critical', says: /no Conditional Access policy runs/,
    here: { 'they are on': lanternFile([mfa], { securityDefaults: { isEnabled: true } }) },
    notHere: { 'they are off': lanternFile([mfa]), 'they were not read': lanternFile([mfa], { securityDefaults: undefined }) }
  },
  {
    id: 'policyLimit', severity: 'high', says: /of at most 240 policies/,
    here: { 'ten are left': lanternFile(many(230)), 'none is left': lanternFile(many(240)) }, notHere: { 'eleven are left': lanternFile(many(229)) }
  },
  {
    id: 'gap:mfa-all-users', severity: 'critical', says: /1 of 6 users are not covered, always/,
    here: { 'somebody is left out': lanternFile([policyOf('mfa', { users: { includeUsers: ['All'], excludeUsers: [ids.emergency, ids.cleo] } })]) },
    notHere: {
      'everyone is covered': lanternFile([mfa]), 'nobody knows': lanternFile([policyOf('mfa', { users: { includeUsers: ['All'], excludeGroups: ['hidden'] } })], { groups: [{ id: 'hidden', displayName: 'Hidden' }] }),
      'the licence is missing': lanternFile([], { subscribedSkus: [] })
    }
  },
  {
    id: 'unrecognised:p', severity: 'medium', says: /1 part that is not known: `\/conditions\/times`/,
    here: { 'a condition is new': lanternFile([naming({ includeUsers: ['All'] }, { times: { includeHours: ['night'] } })]) },
    notHere: { 'a new condition says nothing': lanternFile([naming({ includeUsers: ['All'] }, { times: null })]), 'all is known': lanternFile([naming({ includeUsers: ['All'] })]) }
  },
  {
    id: 'staleReference:p', severity: 'medium', says: /1 object that the tenant does not hold: `gone`/,
    here: {
      'a user is gone': lanternFile([naming({ includeUsers: ['gone', ids.ada] })]), 'an excluded user is gone': lanternFile([naming({ includeUsers: ['All'], excludeUsers: ['gone'] })]),
      'a group is gone': lanternFile([naming({ includeGroups: ['gone', ids.nested] })]), 'an excluded group is gone': lanternFile([naming({ includeUsers: ['All'], excludeGroups: ['gone'] })]),
      'a location is gone': lanternFile([naming({ includeUsers: ['All'] }, at('gone', 'office'))], { namedLocations: [office] }),
      'a policy that is disabled names it': lanternFile([{ ...naming({ includeUsers: ['gone'] }), state: 'disabled' }])
    },
    notHere: {
      'all is there': lanternFile([naming({ includeUsers: ['All', ids.ada.toUpperCase(), 'GuestsOrExternalUsers'], includeGroups: [ids.nested] }, at('office'))], { namedLocations: [office] }),
      'groups were not read': lanternFile([naming({ includeGroups: ['gone'] })], { groups: undefined }),
      'users were not read': lanternFile([naming({ includeUsers: ['gone'] })], { users: undefined }),
      'locations were not read': lanternFile([naming({ includeUsers: ['All'] }, at('gone'))], { namedLocations: undefined })
    }
  },
  {
    id: 'missingEmergencyExclusion:p', severity: 'high', says: /reaches 1 declared emergency account$/,
    here: { 'an enforced policy reaches it': lanternFile([policyOf('p')]), 'a policy reaches it by a role': lanternFile([policyOf('p', { users: { includeRoles: ['62e90394-69f5-4237-9190-012177145e10'] } })]) },
    notHere: {
      'it is excluded': lanternFile([policyOf('p', { users: allButEmergency })]), 'the policy is report-only': lanternFile([policyOf('p', { state: reportOnly })]),
      'the policy is disabled': lanternFile([policyOf('p', { state: 'disabled' })]), 'the policy is for another': lanternFile([policyOf('p', { users: { includeUsers: [ids.cleo] } })]),
      'none is declared': lanternFile([policyOf('p')], { settings: {} })
    }
  }
]

for (const { id, severity, here, notHere, says } of cases) {
  for (const [when, file] of Object.entries(here)) {
    test(`${id} is found where ${when}`, t => {
      const same = found(file).filter(finding => finding.id === id)
      t.equal(same.length, 1)
      t.match(same[0], { kind: id.replace(/:.*/, ''), severity, summary: says, policies: id.endsWith(':p') ? ['p'] : [] })
      t.end()
    })
  }
  for (const [when, file] of Object.entries(notHere)) {
    test(`${id} is not found where ${when}`, t => {
      t.strictSame(found(file).filter(finding => finding.id === id), [])
      t.end()
    })
  }
}

test('the gravest findings come first', t => {
  const order = ['critical', 'high', 'medium', 'low']
  const places = found(lanternFile([policyOf('p', { users: { includeUsers: ['gone', ids.emergency] } })])).map(({ severity }) => order.indexOf(severity))
  t.ok(new Set(places).size > 2, 'of several severities')
  t.strictSame(places, [...places].sort((a, b) => a - b))
  t.end()
})

test('no two findings share an id', t => {
  const all = found(lanternFile([policyOf('p', { users: { includeUsers: ['gone', ids.emergency] } }), policyOf('q', { users: { includeGroups: ['gone'] } }), ...many(230)])).map(({ id }) => id)
  t.equal(new Set(all).size, all.length)
  t.end()
})
