import { test } from 'tap'
import { strengthTruth } from '#src/engine/strength.ts'
import { FALSE, TRUE, UNKNOWN, type Truth } from '#src/engine/truth.ts'
import { lantern } from '#test/fixtures/lantern.ts'

const tenant = lantern([])

/** What a strength that allows these combinations is worth. Source: reference section 1.2. */
const table: readonly (readonly [combinations: string, multifactor: Truth, phishingResistant: Truth])[] = [
  ['fido2', TRUE, TRUE], ['windowsHelloForBusiness', TRUE, TRUE], ['x509CertificateMultiFactor', TRUE, TRUE], ['fido2 windowsHelloForBusiness', TRUE, TRUE],
  ['deviceBasedPush', TRUE, FALSE], ['temporaryAccessPassOneTime', TRUE, FALSE], ['federatedMultiFactor', TRUE, FALSE],
  ['password,sms', TRUE, FALSE], ['password,softwareOath', TRUE, FALSE], ['federatedSingleFactor,sms', TRUE, FALSE], ['fido2 password,sms', TRUE, FALSE],
  ['password', FALSE, FALSE], ['sms', FALSE, FALSE], ['x509CertificateSingleFactor', FALSE, FALSE], ['qrCodePin', FALSE, FALSE], ['fido2 password', FALSE, FALSE],
  ['telepathy', UNKNOWN, UNKNOWN], ['fido2 telepathy', UNKNOWN, UNKNOWN], ['password telepathy', FALSE, FALSE]
]

for (const [combinations, multifactor, phishingResistant] of table) {
  test(`a strength of ${combinations.replaceAll(' ', ' or ')}`, t => {
    const strength = { id: 'own', displayName: 'Own', allowedCombinations: combinations.split(' ') }
    t.equal(strengthTruth(strength, 'multifactor', tenant), multifactor)
    t.equal(strengthTruth(strength, 'phishingResistant', tenant), phishingResistant)
    t.end()
  })
}

test('the built-in strengths are what they are named, whether or not they were read; another that was not read may be anything', t => {
  const builtIn = (last: number): Truth[] => (['multifactor', 'phishingResistant'] as const).map(kind => strengthTruth({ id: `00000000-0000-0000-0000-00000000000${last}` }, kind, tenant))
  t.strictSame([builtIn(2), builtIn(3), builtIn(4)], [[TRUE, FALSE], [TRUE, FALSE], [TRUE, TRUE]])
  t.equal(strengthTruth({ id: 'another' }, 'multifactor', tenant), UNKNOWN)
  t.equal(strengthTruth(null, 'multifactor', tenant), FALSE)
  t.end()
})
