import { onEachDatabase } from '#test/fixtures/databases.ts'
import { runsIn } from '#test/fixtures/runs.ts'

const [first, second] = [{ mfaTrustedIps: ['192.0.2.0/24'] }, { namingConvention: '{title}', office365: ['b', 'a'] }]

onEachDatabase(async (t, database) => {
  await t.test('what is declared over what was seen holds, and what was seen before that is refused', async t => {
    const { settings, caller } = runsIn(database)
    const seen = await settings.declared(caller)
    t.equal(await settings.declare(caller, second, seen), undefined)
    t.match(await settings.declare(caller, first, seen), { refused: 'settings-changed' })
    t.strictSame(await settings.declared(caller), second)
    t.equal(await settings.declare(caller, first, await settings.declared(caller)), undefined)
    t.strictSame(await settings.declared(caller), first)
  })
  await t.test('of several declarations at once over the same one holds', async t => {
    const { settings, caller } = runsIn(database)
    const seen = await settings.declared(caller)
    const answers = await Promise.all([first, second, first].map(said => settings.declare(caller, said, seen)))
    t.equal(answers.filter(answer => answer === undefined).length, 1)
  })
})
