import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What takes minutes, or needs PostgreSQL, Chromium or what stands beside the checkout; each in a process of its own. */
const parts = ['postgres.ts', 'transcript.ts', 'shared-tenants.ts', 'suggestions.ts', 'coverage.ts', 'analysis.ts', 'properties.ts', 'browser.ts', 'mutations.ts']

const failed: string[] = []
for (const [index, part] of parts.entries()) {
  process.stdout.write(`# ${index + 1} of ${parts.length}: test/slow/${part}\n`)
  const started = performance.now()
  const child = spawn(process.execPath, [`${import.meta.dirname}/${part}`], { stdio: 'inherit' })
  await once(child, 'close')
  if (child.exitCode !== 0) failed.push(part)
  process.stdout.write(`# ${part}: ${child.exitCode === 0 ? 'passed' : 'failed'} in ${Math.round((performance.now() - started) / 1000)} s\n`)
}
process.stdout.write(`slow: ${parts.length - failed.length} passed, ${failed.length} failed\n`)
process.exitCode = failed.length === 0 ? 0 : 1
