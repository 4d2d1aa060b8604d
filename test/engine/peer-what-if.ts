import { existsSync, readFileSync } from 'node:fs'
import { test } from 'tap'
import { differences } from '#test/fixtures/peer/differences.ts'
import { parsePeerCase, signInBody, tenantFile, type PeerCase } from '#test/fixtures/peer/case.ts'
import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'

const path = new URL('../../../shared/vectors/peer-what-if.jsonl', import.meta.url)

/** Our answer in the peer's words. */
function answerTo(peer: PeerCase): string {
  const parsed = parseSignIn(signInBody(peer))
  if ('errors' in parsed) return 'refused'
  const { policies, outcome } = evaluate(compile(tenantOf(tenantFile(peer))), parsed.signIn)
  if (['applies', 'notApplies'].includes(peer.expected)) {
    const truth = policies[0]?.policyApplies
    return truth === null ? 'unknown' : truth === true ? 'applies' : 'notApplies'
  }
  return { blocked: 'block', granted: 'allow', grantedWith: 'controlsRequired', unknown: 'unknown' }[outcome.result]
}

test('the peer engine differs where the list says so, and nowhere else', t => {
  if (!existsSync(path)) {
    t.pass('not run: the peer cases are not beside the checkout')
    return void t.end()
  }
  const cases = readFileSync(path, 'utf8').trim().split('\n').map(parsePeerCase)
  const found = cases.filter(peer => answerTo(peer) !== peer.expected).map(peer => `${peer.id} | ${peer.expected} | ${answerTo(peer)}`)
  t.strictSame(found.sort(), [...differences.keys()].sort())
  t.comment(`${cases.length - found.length} of ${cases.length} agree`)
  t.end()
})
