import { createKeptAnswers } from '#src/store/kept-answers.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { startService, textAt } from '#test/fixtures/service.ts'
import { effectsIn, throughGraph } from '#test/fixtures/through-graph.ts'

onEachDatabase(async (t, database) => {
  await database.jobs.start()
  await t.test('what an operator of Security Copilot submits waits for a person, until a Global Administrator decides at the console that harmless creations need none', async t => {
    const { simulator, workflow, ports, deciding, verifier, read, applied } = await throughGraph(t, database)
    const { console: { clientId } } = simulator.registrations
    const { app, call } = await startService({ ports, deciding, verifier, idempotency: createKeptAnswers(database, () => workflow.clock.now()), rules: { clients: [clientId], guests: false } })
    t.teardown(() => app.close())
    const [copilot, console] = [await simulator.tokenFor(ids.reader, 'copilot'), await simulator.tokenFor(ids.admin)]
    await read()
    const submit = async (requirement: string) => {
      const drafted = await call('POST', '/v1/drafts', { token: copilot, body: { requirement } })
      return call('POST', '/v1/changes', { token: copilot, body: { draft: textAt(drafted.body, 'draft', 'id'), justification: 'watch it' } })
    }
    const waiting = await submit('block-legacy-authentication')
    t.match(waiting, { status: 201, body: { state: 'submitted', decisions: [] } })

    const body = { emergencyAccess: { users: [ids.admin] }, autoCreateReportOnly: { perDay: 1 } }
    t.match(await call('PUT', '/v1/settings', { token: copilot, body }), { status: 403 }, 'Copilot does not make the decision')
    t.match(await submit('block-device-code-flow'), { body: { state: 'submitted' } })
    t.match(await call('PUT', '/v1/settings', { token: console, body }), { status: 200, body: { autoCreateReportOnly: { perDay: 1, author: ids.admin } } })

    const passed = await submit('block-authentication-transfer')
    t.match(passed, { body: { state: 'approved', submittedBy: ids.reader, decisions: [{ by: ids.admin, standing: true }] } })
    t.match(await applied(textAt(passed.body, 'id')), { state: 'verified' })
    t.match(simulator.state.collections.directoryAudits.list(), [{ initiatedBy: { user: { id: ids.reader } } }], 'it is written as who submitted it')
    t.match(await submit('risky-users'), { body: { state: 'submitted' } }, 'one a day')
    t.match(await call('GET', `/v1/changes/${textAt(waiting.body, 'id')}`, { token: copilot }), { body: { state: 'submitted' } }, 'what waited before goes on waiting')
    t.equal(effectsIn(simulator), 1)
  })
})
