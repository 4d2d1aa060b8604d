import { test } from 'tap'
import { several } from '#src/advisor/several.ts'

const guids = (count: number): string[] => Array.from({ length: count }, (_, n) => `d0000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

test('a few ids are joined, so that a person sees whom a suggestion is about', async t => {
  for (const count of [1, 2, 3]) t.equal(several(guids(count)), guids(count).join('+'))
})

test('of many ids the text stays short, begins with the first, and differs with every one of them', async t => {
  const all = guids(240)
  const made = [all, ...all.map((_, left) => all.filter((__, n) => n !== left)), ...all.map((id, n) => all.with(n, id.replace('4000', '4001')))].map(several)
  t.equal(new Set(made).size, made.length)
  t.ok(made.every(id => id.length <= 120))
  t.match(several(all), /^d0000000-0000-4000-8000-000000000000\+239\+[0-9a-f]{16}$/)
  t.equal(several(guids(240)), several(all))
})
