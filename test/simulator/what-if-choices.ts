import { test } from 'tap'
import { applies, ask, type Question } from '#test/fixtures/one-policy.ts'

const client = (list: unknown, clientAppType?: string): Question => ({ is: { clientAppTypes: list }, given: { clientAppType } })
const platform = (includePlatforms: string[], excludePlatforms: string[], devicePlatform?: string | null): Question =>
  ({ is: { platforms: { includePlatforms, excludePlatforms } }, given: { devicePlatform } })
const risk = (list: string[], signInRiskLevel?: string | null): Question => ({ is: { signInRiskLevels: list }, given: { signInRiskLevel } })
const insider = (insiderRiskLevels: string, level: string): Question => ({ is: { insiderRiskLevels }, given: { insiderRiskLevel: level } })
const flow = (transferMethods: string | null, method?: string): Question =>
  ({ is: { authenticationFlows: { transferMethods } }, given: { authenticationFlow: method === undefined ? null : { transferMethod: method } } })
const odd = (member: Record<string, unknown>): Question => ({ is: member })
const named = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux']

const cases: [string, Question, boolean | null][] = [
  ['an empty list of clients means all', client([], 'other'), true],
  ['Exchange ActiveSync covers its supported form', client(['exchangeActiveSync'], 'easSupported'), true],
  ['but not the other way round', client(['easSupported'], 'exchangeActiveSync'), false],
  ['a client that is not given is in a list of all five', client(['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'other'], 'all'), true],
  ['and perhaps in a shorter one', client(['browser']), null],
  ['a client type nobody knows is perhaps every client', client(['pager'], 'browser'), null],
  ['and does not hide one that is known', client(['pager', 'browser'], 'browser'), true],
  ['platforms are compared without letter case', platform(['IOS'], [], 'ios'), true],
  ['an excluded platform is out', platform(['all'], ['windows'], 'windows'), false],
  ['an empty inclusion means any', platform([], ['windows'], 'linux'), true],
  ['all includes the platform without a name', platform(['all'], named, 'unknown'), true],
  ['no list of names does', platform(named, [], 'unknownFutureValue'), false],
  ['a platform that is not given is out where none is left', platform(['android'], ['android'], null), false],
  ['and unknown where some are', platform(['android'], [], null), null],
  ['a risk that is not given is none', risk(['none'], null), true],
  ['a list of risks is a set', risk(['high'], 'medium'), false],
  ['a hidden risk is unknown', risk(['high'], 'hidden'), null],
  ['unless hidden is listed', risk(['hidden'], 'hidden'), true],
  ['a value outside the list is unknown', risk(['high'], 'extreme'), null],
  ['unless it is listed', risk(['extreme'], 'extreme'), true],
  ['a listed risk nobody knows may be any', risk(['extreme'], 'low'), null],
  ['insider risks are flags', insider('moderate,elevated', 'elevated'), true],
  ['in any order', insider('elevated, moderate', 'minor'), false],
  ['no flow is asked for', flow(null, 'deviceCodeFlow'), true],
  ['none asks for no flow', flow('none', 'deviceCodeFlow'), true],
  ['a flow that is listed', flow('deviceCodeFlow,authenticationTransfer', 'authenticationTransfer'), true],
  ['no flow is not a listed one', flow('deviceCodeFlow'), false],
  ['principal risk is not a user\'s', { is: { servicePrincipalRiskLevels: ['none'] } }, false],
  ['agent risk is not a person\'s', { is: { agentIdRiskLevels: 'low' }, given: { agentIdRiskLevel: 'low' } }, false],
  ['agent risk is of an agent\'s user account', {
    is: { users: { includeUsers: ['AllAgentIdUsers'] }, agentIdRiskLevels: 'low' }, given: { agentIdRiskLevel: 'low' }, who: { userId: 'agent' }
  }, true],
  ['a condition nobody knows makes the policy unknown', odd({ moonPhase: { isFull: true } }), null],
  ['unless it is empty', odd({ moonPhase: { phases: [], note: '' }, times: null }), true],
  ['or an annotation', odd({ 'moonPhase@odata.context': 'x' }), true],
  ['a retired member of devices too', odd({ devices: { includeDevices: ['All'], deviceFilter: null } }), null],
  ['a deprecated member of applications too', odd({ applications: { includeApplications: ['All'], globalSecureAccess: { kind: 'x' } } }), null],
  ['a list that is no list too', odd({ signInRiskLevels: 'high' }), null],
  ['something false still decides', odd({ moonPhase: 'full', users: { includeUsers: ['None'] } }), false],
  ['a disabled policy does not apply', { state: 'disabled' }, false],
  ['a report-only policy does', { state: 'enabledForReportingButNotEnforced' }, true],
  ['a state nobody knows is unknown', { state: 'dreaming' }, null]
]

for (const [name, question, expected] of cases) {
  test(name, (t) => {
    t.equal(applies(question), expected)
    t.end()
  })
}

test('the first condition that is false is reported', (t) => {
  t.equal(ask({ state: 'disabled', is: { users: {} } })?.analysisReasons, 'policyNotEnabled')
  t.equal(ask({ is: { users: {}, clientAppTypes: ['browser'] }, given: { clientAppType: 'other' } })?.analysisReasons, 'users')
  t.equal(ask({ is: { clientAppTypes: ['browser'], signInRiskLevels: ['high'] }, given: { clientAppType: 'other' } })?.analysisReasons, 'clientApps')
  t.equal(ask(client(['browser']))?.analysisReasons, 'notEnoughInformation')
  t.equal(ask({})?.analysisReasons, 'notSet')
  t.end()
})
