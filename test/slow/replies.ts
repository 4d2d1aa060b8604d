import t from 'tap'
import { replyFigures, sizes } from '#test/fixtures/reply-figures.ts'

for (const size of sizes) {
  await t.test(`in a tenant of ${size.users.toLocaleString('en')} users`, async t => {
    const { skills, promptbooks } = await replyFigures(size)
    await t.test('the replies of the full optimization have at most 8,000 tokens together', async t => {
      const tokens = promptbooks.get('full-optimization') ?? Number.NaN
      t.ok(tokens > 0 && tokens <= 8000, `${tokens} tokens`)
    })
    for (const [name, tokens] of skills) {
      await t.test(`no reply of ${name} has more than 1,500 tokens`, async t => {
        t.ok(tokens > 0 && tokens <= 1500, `${tokens} tokens`)
      })
    }
  })
}
