import { test } from 'tap'
import { AuthorBook } from '#src/runs/authors.ts'
import { driftOf, withDrift } from '#src/runs/drift.ts'
import { appliedChange } from '#test/fixtures/applied-change.ts'
import { startService } from '#test/fixtures/service.ts'
import { ids, smallTenant } from '#test/fixtures/small-tenant.ts'

test('drift is in the analysis with what differs, and in the report', async t => {
  const { app, call, memory } = await startService()
  t.teardown(() => app.close())
  const { snapshot } = memory
  const [mfa] = smallTenant.policies
  if (snapshot === undefined || mfa === undefined) throw new Error('there is a snapshot of the small tenant')
  const change = appliedChange({ kind: 'setPolicyState', target: ids.mfa, objectId: ids.mfa, body: { ...mfa, state: 'disabled' } })
  const drift = driftOf([change], { compiled: snapshot.compiled, collectedAt: snapshot.collectedAt, authors: new AuthorBook(), before: [] })
  memory.snapshot = { ...snapshot, analysis: withDrift(snapshot.analysis, drift) }
  const { findings }: { findings: { kind: string }[] } = Object(await call('GET', '/v1/analysis')).body
  t.strictSame(findings.filter(({ kind }) => kind === 'drift'), drift)
  t.match((await call('GET', '/v1/report')).text, new RegExp(`What has drifted: 1[^]*Require MFA[^]*was changed outside Lacuna after change .${change.id}`))
})
