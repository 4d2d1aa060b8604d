import { test } from 'tap'
import { deviceFilter, deviceOf, deviceTruth, type Device } from '#src/engine/conditions/devices.ts'
import { deviceCells, keyOf } from '#src/engine/device-cells.ts'
import { deviceFilter as randomFilter, randomDevice } from '#test/properties/draw/filters.ts'
import { seeded } from '#test/properties/draw/random.ts'

const seed = Number(process.env['LACUNA_SEED'] ?? 20_261_123)

test('every combination of answers that some device gives has a cell, with a device that gives just those', t => {
  const random = seeded(seed)
  const counts = { sets: 0, cells: 0, registered: 0, unregistered: 0 }
  const missing: unknown[] = []
  for (let number = 0; number < 400; number++) {
    const filters = Array.from({ length: 1 + random.below(3) }, () => deviceFilter({ mode: 'include', rule: '', ...randomFilter(random) }))
    const { cells, uncut } = deviceCells(filters)
    const cut = filters.filter(filter => filter.rule !== undefined && !uncut.has(keyOf(filter)))
    const answers = (device: Device): string => cut.map(filter => deviceTruth(filter, device)).join('')
    const held = new Set(cells.map(({ device }) => `${device === undefined} ${answers(device)}`))
    counts.sets++
    counts.cells += cells.length
    if (cut.length === 0) continue
    for (let each = 0; each < 60; each++) {
      const device = deviceOf(randomDevice(random) ?? undefined)
      counts[device === undefined ? 'unregistered' : 'registered']++
      if (!held.has(`${device === undefined} ${answers(device)}`)) missing.push({ rules: cut.map(({ mode, text }) => [mode, text]), device: device === undefined ? null : [...device] })
    }
  }
  t.comment(`seed ${seed}: ${JSON.stringify(counts)}`)
  t.strictSame(missing.slice(0, 3), [])
  t.ok(counts.registered > 10_000 && counts.unregistered > 5_000)
  t.end()
})
