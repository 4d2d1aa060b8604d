import { test } from 'tap'
import { createSeal } from '#src/store/seal.ts'

const key = new Uint8Array(32).fill(7)
const seal = createSeal(key)

void test('a sealed secret opens for its own context only', t => {
  const sealed = seal.seal('a secret é', 'token a b')
  t.equal(seal.open(sealed, 'token a b'), 'a secret é')
  t.equal(seal.open(sealed, 'token a c'), undefined)
  t.equal(createSeal(new Uint8Array(32).fill(8)).open(sealed, 'token a b'), undefined)
  t.end()
})

void test('a secret that was changed anywhere, or cut, does not open', t => {
  const sealed = seal.seal('secret', 'here')
  for (let index = 0; index < sealed.length; index++) {
    const changed = Uint8Array.from(sealed, (byte, at) => at === index ? byte ^ 1 : byte)
    t.equal(seal.open(changed, 'here'), undefined)
    t.equal(seal.open(sealed.subarray(0, index), 'here'), undefined)
  }
  t.end()
})

void test('the same secret never looks the same', t => {
  t.notSame(seal.seal('secret', 'here'), seal.seal('secret', 'here'))
  t.notMatch(Buffer.from(seal.seal('secret', 'here')).toString('latin1'), 'secret')
  t.end()
})

void test('a key of another length is refused', t => {
  t.throws(() => createSeal(new Uint8Array(16)), /must have 32 bytes/)
  t.end()
})
