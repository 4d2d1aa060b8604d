import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'

/** What takes minutes, or needs PostgreSQL, Chromium or what stands beside the checkout; each in a process of its own, the longest first. */
const parts = ['mutations.ts', 'postgres.ts', 'properties.ts', 'coverage.ts', 'analysis.ts', 'replies.ts', 'followed-in-simulator.ts', 'transcript.ts', 'orchestrator.ts', 'browser.ts',
  'suggestions.ts', 'consolidations.ts', 'build-files.ts', 'register.ts', 'reply-ceiling.ts', 'written-through-graph.ts', 'lint-manifest.ts', 'store-package.ts', 'shared-tenants.ts']

/** Seconds for one test: several parts share the machine. */
const patience = '600'
const failed: string[] = []

async function run(part: string): Promise<void> {
  const started = performance.now()
  const child = spawn(process.execPath, [`${import.meta.dirname}/${part}`], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TAP_TIMEOUT: patience } })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const output = await text(child.stdout)
  const passed = await ended === 0
  if (!passed) failed.push(part)
  process.stdout.write(`${output}# ${part}: ${passed ? 'passed' : 'failed'} in ${Math.round((performance.now() - started) / 1000)} s\n`)
}

const waiting = parts.values()
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
  for (const part of waiting) {
    process.stdout.write(`# ${part} begins\n`)
    await run(part)
  }
}))
process.stdout.write(`slow: ${parts.length - failed.length} passed, ${failed.length} failed${failed.length === 0 ? '' : `: ${failed.join(', ')}`}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
