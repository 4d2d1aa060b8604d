import t from 'tap'
import { nightly } from '#src/runs/schedule.ts'

t.test('tenants are read once a day, spread over the first four hours', t => {
  const tenants = Array.from({ length: 500 }, (_, index) => `tenant-${index}`)
  const times = tenants.map(nightly)
  for (const time of times) t.match(time, /^([0-5]?\d) [0-3] \* \* \*$/)
  t.ok(new Set(times).size > 100)
  t.equal(nightly('tenant-1'), nightly('tenant-1'))
  t.end()
})
