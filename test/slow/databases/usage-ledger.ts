import { randomUUID } from 'node:crypto'
import { caller } from '#test/fixtures/asking.ts'
import { onEachDatabase } from '#test/fixtures/databases.ts'
import { createUsageLedger } from '#src/store/usage-ledger.ts'

onEachDatabase(async (t, database) => {
  let today = '2026-11-22'
  const errors: unknown[] = []
  const ledger = createUsageLedger(database, { budgets: {}, now: () => new Date(`${today}T23:59:59.999Z`), onError: error => void errors.push(error) })
  const other = { ...caller, operator: { ...caller.operator, oid: 'other' } }
  const elsewhere = { ...caller, operator: { ...caller.operator, tid: randomUUID() } }
  const call = { skill: 'GetRun', run: 'run-1', replyTokens: 10, inputTokens: 1 }

  await t.test('calls that come at once are all counted', async t => {
    for (let n = 0; n < 200; n++) ledger.note(caller, call)
    t.strictSame(await ledger.spent(caller, 'run-1'), { day: 2000, run: 2000 })
    ledger.note(caller, call)
    ledger.note(caller, { ...call, run: undefined })
    ledger.note(other, call)
    t.strictSame(await ledger.spent(caller, 'run-1'), { day: 2030, run: 2010 })
    t.strictSame(await ledger.spent(other, 'run-1'), { day: 2030, run: 10 })
    t.strictSame(await ledger.spent(caller, undefined), { day: 2030, run: 10 })
  })
  await t.test('a new day begins with nothing spent', async t => {
    today = '2026-11-23'
    t.strictSame(await ledger.spent(caller, 'run-1'), { day: 0, run: 0 })
    ledger.note(caller, { ...call, skill: 'GetUsage', replyTokens: 5000 })
    t.strictSame(await ledger.bySkill(caller, '2026-11-22'), [
      { skill: 'GetUsage', calls: 1, replyTokens: 5000, inputTokens: 1 }, { skill: 'GetRun', calls: 203, replyTokens: 2030, inputTokens: 203 }
    ])
    t.strictSame((await ledger.bySkill(caller, '2026-11-23')).map(({ skill }) => skill), ['GetUsage'])
  })
  await t.test('the rows come by day, operator and skill, the newest day first, in pages of any size', async t => {
    const all = await ledger.page(caller, { after: undefined, run: undefined, top: 100 })
    t.strictSame(all.map(({ day, operator, skill, calls }) => [day, operator, skill, calls]), [
      ['2026-11-23', caller.operator.oid, 'GetUsage', 1], ['2026-11-22', caller.operator.oid, 'GetRun', 202], ['2026-11-22', 'other', 'GetRun', 1]
    ])
    for (const [index, after] of all.entries()) t.strictSame(await ledger.page(caller, { after, run: undefined, top: 1 }), all.slice(index + 1, index + 2))
    t.strictSame((await ledger.page(caller, { after: undefined, run: 'run-1', top: 100 })).map(({ calls }) => calls), [1, 201, 1])
  })
  await t.test('another tenant has spent nothing', async t => {
    t.strictSame(await ledger.spent(elsewhere, 'run-1'), { day: 0, run: 0 })
    t.strictSame(await ledger.page(elsewhere, { after: undefined, run: undefined, top: 100 }), [])
  })
  await t.test('a call that cannot be written is told, fails nothing, and the next one is written', async t => {
    t.strictSame(errors, [])
    ledger.note(caller, { ...call, replyTokens: 2 ** 40 })
    await ledger.settled()
    t.match(errors, [/out of range/])
    ledger.note(caller, { ...call, skill: 'ListChanges' })
    t.ok((await ledger.bySkill(caller, today)).some(({ skill }) => skill === 'ListChanges'))
  })
})
