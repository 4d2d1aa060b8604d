import { test } from 'tap'
import { startService, textAt } from '#test/fixtures/service.ts'

test('a change goes from draft to decision, and the person decides on what they saw', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  const draft = await call('POST', '/v1/drafts', { body: { requirement: 'block-legacy-authentication', exclude: ['Contractors'] } })
  t.match(draft, { status: 201, body: { existing: false, draft: { body: { state: 'enabledForReportingButNotEnforced' } } } })
  const id = textAt(draft.body, 'draft', 'id')
  t.match(await call('GET', `/v1/drafts/${id}`), { status: 200, body: { id, lockout: { status: 'safe' } } })

  const submission = { draft: id, justification: 'legacy clients cannot do MFA' }
  const change = await call('POST', '/v1/changes', { body: submission })
  t.match(change, { status: 201, body: { state: 'submitted', justification: submission.justification, ticket: null } })
  t.match(await call('POST', '/v1/changes', { body: submission }), { status: 200, body: { id: textAt(change.body, 'id') } })
  const url = `/v1/changes/${textAt(change.body, 'id')}`
  t.match(await call('GET', url), { status: 200, body: { decisions: [], body: { conditions: Object } } })
  t.match(await call('GET', '/v1/changes?state=submitted'), { status: 200, body: { total: 1 } })

  t.match(await call('POST', `${url}/approve`, { body: { contentHash: '0'.repeat(64) } }),
    { status: 409, body: { type: 'urn:lacuna:problem:content-changed' } })
  t.match(await call('POST', `${url}/approve`, { body: { contentHash: 'short' } }),
    { status: 400, body: { errors: [{ pointer: '/body/contentHash' }] } })
  t.match(await call('POST', `${url}/approve`, { body: { contentHash: textAt(change.body, 'contentHash') } }),
    { status: 200, body: { state: 'approved' } })
  t.match(await call('POST', `${url}/withdraw`), { status: 200, body: { state: 'withdrawn' } })
})

test('changes page by a cursor that opens no other list', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  for (const requirement of ['mfa-all-users', 'mfa-admins', 'risky-users']) {
    const draft = await call('POST', '/v1/drafts', { body: { requirement } })
    await call('POST', '/v1/changes', { body: { draft: textAt(draft.body, 'draft', 'id'), justification: 'because' } })
  }
  const first = await call('GET', '/v1/changes?top=2')
  const next = textAt(first.body, 'next')
  const second = await call('GET', `/v1/changes?top=2&cursor=${next}`)
  t.match(second.body, { total: 3, changes: [{ state: 'submitted' }] })
  t.notHas(second.body, { next: String })
  t.match(await call('GET', `/v1/changes?state=submitted&cursor=${next}`),
    { status: 400, body: { type: 'urn:lacuna:problem:cursor-invalid' } })
  t.match(await call('GET', '/v1/changes?cursor=forged'), { status: 400 })
})

test('what is not there is not found', async t => {
  const { app, call } = await startService()
  t.teardown(() => app.close())
  for (const url of ['/v1/changes/none', '/v1/drafts/none', '/v1/runs/none', '/v1/policies/none', '/v1/requirements/none',
    '/v1/requirements/none/uncovered-users']) {
    t.match(await call('GET', url), { status: 404, body: { type: 'urn:lacuna:problem:not-found' } }, url)
  }
  t.match(await call('POST', '/v1/changes', { body: { draft: 'none', justification: 'because' } }), { status: 404 })
})
