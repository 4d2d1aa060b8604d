import t from 'tap'
import { parsePolicy } from '#src/tenant/policy.ts'
import { policyBody } from '#test/fixtures/export-files.ts'

const conditions = (more: object): object => ({ conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] }, ...more } })
const grant = (more: object): object => ({ grantControls: { operator: 'OR', builtInControls: ['mfa'], ...more } })
const session = (more: object): object => ({ sessionControls: more })

/** What differs from a plain body, and what is marked: the kind and the pointer. */
const marked: readonly [what: string, more: object, marks: readonly string[]][] = [
  ['a member that is not known', { novelty: 1 }, ['member /novelty']],
  ['a member that is not known and says nothing', { novelty: null, more: {}, others: [''].slice(1), 'x@odata.type': '#x', '#x.restore': {} }, []],
  ['a member with a slash and a tilde in its name', { 'a/b~c': 1 }, ['member /a~1b~0c']],
  ['a condition that is not known', conditions({ times: { ranges: ['9-17'] } }), ['member /conditions/times']],
  ['a member of a condition that is not known', conditions({ users: { includeUsers: ['All'], includeMoods: ['glad'] } }),
    ['member /conditions/users/includeMoods']],
  ['a member far inside that is not known', conditions({ users: { excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'serviceProvider',
    externalTenants: { membershipKind: 'all', novelty: 1 } } } }),
    ['member /conditions/users/excludeGuestsOrExternalUsers/externalTenants/novelty']],
  ['a platform that is not known', conditions({ platforms: { includePlatforms: ['windows', 'amiga'] } }), ['value /conditions/platforms/includePlatforms']],
  ['a flag that is not known', conditions({ authenticationFlows: { transferMethods: 'deviceCodeFlow,pigeon' } }),
    ['value /conditions/authenticationFlows/transferMethods']],
  ['a state that is not known', { state: 'sleeping' }, ['value /state']],
  ['a control that is not known', grant({ builtInControls: ['mfa', 'retinaScan'] }), ['value /grantControls/builtInControls']],
  ['a grant member that is not known', grant({ novelty: ['x'] }), ['member /grantControls/novelty']],
  ['a member of a strength that is not known', grant({ authenticationStrength: { id: 's', novelty: 1 } }),
    ['member /grantControls/authenticationStrength/novelty']],
  ['a session control that is not known', session({ novelty: { isEnabled: true } }), ['member /sessionControls/novelty']],
  ['a session value that is not known', session({ persistentBrowser: { isEnabled: true, mode: 'sometimes' } }),
    ['value /sessionControls/persistentBrowser/mode']],
  ['a session switch that is neither on nor off', session({ secureSignInSession: { isEnabled: 'maybe' } }),
    ['value /sessionControls/secureSignInSession/isEnabled']],
  ['a text in place of a list', conditions({ clientAppTypes: 'browser' }), ['shape /conditions/clientAppTypes']],
  ['a list in place of flags', conditions({ insiderRiskLevels: ['minor', 'elevated'] }), ['shape /conditions/insiderRiskLevels']],
  ['an empty list in place of an object', conditions({ locations: [] }), ['shape /conditions/locations']],
  ['a text in place of an object', conditions({ locations: 'everywhere' }), ['member /conditions/locations']],
  ['an entry of a list that is no text', conditions({ users: { includeUsers: ['All'], excludeUsers: [7] } }), ['member /conditions/users/excludeUsers/0']],
  ['a text in place of a truth value and a number', session({ signInFrequency: { isEnabled: 'True', value: '4', type: 'hours' } }),
    ['shape /sessionControls/signInFrequency/isEnabled', 'shape /sessionControls/signInFrequency/value']],
  ['a name in the wrong letters', conditions({ Platforms: { includePlatforms: ['iOS'] } }), ['shape /conditions/Platforms']],
  ['a member written twice in different letters', conditions({ locations: { includeLocations: ['All'] }, Locations: { includeLocations: ['l-1'] } }),
    ['member /conditions/Locations']],
  ['a member written twice, once empty', conditions({ Locations: { includeLocations: ['l-1'] }, locations: null }), ['shape /conditions/Locations']]
]

for (const [what, more, marks] of marked) {
  t.test(`${what} is kept in the body and marked where it stands`, t => {
    const body = policyBody('p', more)
    const read = parsePolicy(body)
    t.ok('policy' in read)
    if ('policy' in read) {
      t.same(read.unrecognised.map(({ kind, pointer }) => `${kind} ${pointer}`), marks)
      t.same(read.raw, body)
      for (const { pointer } of read.unrecognised) t.not(at(body, pointer), undefined, `${pointer} leads to it`)
    }
    t.end()
  })
}

/** What a JSON pointer leads to. */
function at(value: unknown, pointer: string): unknown {
  return pointer.split('/').slice(1).reduce<unknown>((inner, name) => Reflect.get(Object(inner), name.replaceAll('~1', '/').replaceAll('~0', '~')), value)
}
