import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import { asking } from '#test/fixtures/asking.ts'
import { everyCall, memberOf } from '#test/fixtures/every-call.ts'
import { largeTenant } from '#test/fixtures/large-tenant.ts'

test('every reply keeps its totals within 1,500 tokens, though there are many of everything and their names are long', async t => {
  const calls = await everyCall(asking(largeTenant))
  t.strictSame([...new Set(calls.map(({ skill }) => skill.name))], skills.map(({ name }) => name))
  for (const { skill: { name }, input, whole, reply, tokens } of calls) {
    t.ok(tokens <= 1500, `${name} ${JSON.stringify(input)} takes ${tokens} tokens`)
    const totals = Object.entries(Object(whole)).filter(([, value]) => !Array.isArray(value)).filter(([member]) => member !== 'next')
    for (const [member, value] of totals) t.strictSame(memberOf(reply, member), value, `${name} says its ${member}`)
  }
})
