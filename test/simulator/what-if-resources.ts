import { test } from 'tap'
import { applies, home, type Question, someApp } from '#test/fixtures/one-policy.ts'

const microsoft = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const teamsApp = 'e1979c22-8b73-4aed-a4da-572cc4d0b832'
const directoryApp = '00000002-0000-0000-c000-000000000000'
const principals = (...more: Record<string, unknown>[]): Record<string, unknown> => ({ servicePrincipals: [
  { id: 'sp-one', appId: someApp, appOwnerOrganizationId: home, customSecurityAttributes: { Office: { Tier: 'Gold', Tags: ['red', 'blue'] } } },
  { id: 'sp-ms', appId: 'app-ms', appOwnerOrganizationId: microsoft }, { id: 'sp-bare', appId: 'app-bare' },
  { '@odata.type': '#microsoft.graph.agentIdentity', id: 'sp-agent', appId: 'app-agent', customSecurityAttributes: null }, ...more
] })
const at = (...appIds: string[]): Record<string, unknown> => ({ includeApplications: appIds })
const apps = (lists: Record<string, unknown>, question: Question = {}): Question => ({ tenant: principals(), ...question, is: { applications: lists } })
const filter = (mode: string, rule: string): Record<string, unknown> => ({ applicationFilter: { mode, rule } })
const minus = (excluded: string, mode: unknown, question: Question): Question =>
  apps({ includeApplications: ['All'], excludeApplications: [excluded] }, { ...question, tenant: { ...principals(), settings: { baselineScopes: mode } } })
const action = { userAction: 'registerSecurityInformation' }
const context = { authenticationContextValue: 'c1' }

const cases: [string, Question, boolean | null][] = [
  ['one audience in scope is enough', apps({ includeApplications: ['app-ms'] }, { what: at(someApp, 'app-ms') }), true],
  ['an excluded audience does not hide another', apps({ includeApplications: ['All'], excludeApplications: ['app-ms'] }, { what: at(someApp, 'app-ms') }), true],
  ['a published name of Office365 is in Office365', apps({ includeApplications: ['Office365'] }, { what: at(teamsApp) }), true],
  ['another application of Microsoft is perhaps in Office365', apps({ includeApplications: ['Office365'] }, { what: at('app-ms') }), null],
  ['an application without an owner is perhaps in Office365', apps({ includeApplications: ['Office365'] }, { what: at('app-bare') }), null],
  ['an application outside the tenant is perhaps in Office365', apps({ includeApplications: ['Office365'] }, { what: at('elsewhere') }), null],
  ['an own application is not in Office365', apps({ includeApplications: ['Office365'] }), false],
  ['a list in the settings decides on Office365', apps({ includeApplications: ['Office365'] }, {
    what: at(teamsApp), tenant: { ...principals(), settings: { office365: [someApp] } }
  }), false],
  ['an own application is no admin portal', apps({ includeApplications: ['MicrosoftAdminPortals'] }), false],
  ['an application of Microsoft is perhaps an admin portal', apps({ includeApplications: ['MicrosoftAdminPortals'] }, { what: at('app-ms') }), null],
  ['an agent identity is an agent resource', apps({ includeApplications: ['AllAgentIdResources'] }, { what: at('app-agent') }), true],
  ['an own application is no agent resource', apps({ includeApplications: ['AllAgentIdResources'] }), false],
  ['a filter adds to the list', apps({ includeApplications: ['app-ms'], ...filter('include', 'CustomSecurityAttribute.Office_Tier -eq "gold"') }), true],
  ['an excluding filter takes away', apps({ includeApplications: ['All'], ...filter('exclude', 'CustomSecurityAttribute.Office_Tags -contains "red"') }), false],
  ['a filter needs whole elements of a collection', apps(filter('include', 'CustomSecurityAttribute.Office_Tags -contains "re"')), false],
  ['a filter on attributes that were not read is unknown', apps(filter('include', 'CustomSecurityAttribute.Office_Tier -eq "x"'), { what: at('app-ms') }), null],
  ['a filter on no attributes reads null', apps(filter('include', 'CustomSecurityAttribute.Office_Tier -ne "x"'), { what: at('app-agent') }), true],
  ['a filter that does not parse is unknown', apps(filter('include', 'Office_Tier like "x"')), null],
  ['a listed action matches', apps({ includeUserActions: ['urn:user:registersecurityinfo'] }, { what: action }), true],
  ['another action does not', apps({ includeUserActions: ['urn:user:registerdevice'] }, { what: action }), false],
  ['All applications match an action', apps({ includeApplications: ['All'] }, { what: action }), true],
  ['some applications do not match an action', apps({ includeApplications: [someApp] }, { what: action }), false],
  ['a policy on actions is false for an application', apps({ includeUserActions: ['urn:user:registersecurityinfo'] }), false],
  ['a listed context matches', apps({ includeAuthenticationContextClassReferences: ['c1'] }, { what: context }), true],
  ['whether All applications match a context is unknown', apps({ includeApplications: ['All'] }, { what: context }), null],
  ['some applications do not match a context', apps({ includeApplications: [someApp] }, { what: context }), false],
  ['baseline scopes are out of All with an exclusion in legacy mode', minus('app-ms', 'legacy', { scopes: ['User.Read'] }), false],
  ['they are judged as the directory in enforced mode', minus('app-ms', 'enforced', { scopes: ['https://graph.microsoft.com/User.Read'] }), true],
  ['excluding the directory exempts them in enforced mode', minus(directoryApp, 'enforced', { scopes: ['User.Read'] }), false],
  ['they are judged as the placeholder in custom mode', minus('app-ms', { custom: 'app-ms' }, { scopes: ['User.Read'] }), false],
  ['they are unknown where the mode is and the modes disagree', minus('app-ms', undefined, { scopes: ['User.Read'] }), null],
  ['they are out where the mode is unknown and the modes agree', minus(directoryApp, 'unknown', { scopes: ['User.Read'] }), false],
  ['one scope more and they are judged by the audience', minus('app-ms', 'legacy', { scopes: ['User.Read', 'Mail.Read'] }), true],
  ['an excluded confidential client that asks for OIDC only is exempt', minus(someApp, 'enforced', { scopes: ['openid'] }), false],
  ['an excluded public client is not', minus(someApp, 'enforced', { scopes: ['openid'], isPublic: true }), true],
  ['no exclusion, no question of scopes', apps({ includeApplications: ['All'] }, { scopes: ['openid'] }), true]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}
