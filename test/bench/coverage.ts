import { loadTenant, timed, withTenantFile, type TenantSize } from './tenant-files.ts'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'

/** Loads a tenant that another process wrote and judges every requirement. Times are milliseconds, memory is resident at the peak. */
export async function benchCoverage(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const load = await timed(() => loadTenant(path))
    const compiled = await timed(() => compile(load.result))
    const judged = await timed(() => requirements.map(requirement => coverage(compiled.result, requirement)))
    return {
      ...size, loadMs: Math.round(load.ms), compileMs: Math.round(compiled.ms), coverageMs: Math.round(compiled.ms + judged.ms),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1024), classes: compiled.result.classes.count,
      gaps: judged.result.reduce((sum, { gaps }) => sum + gaps.length, 0)
    }
  })
}
