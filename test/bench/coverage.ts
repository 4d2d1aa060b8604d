import { coldAndWarm, loadTenant, rounded, timed, withTenantFile, type TenantSize } from './tenant-files.ts'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'

/** Loads a tenant that another process wrote and judges every requirement. Memory is resident at the peak, up to the first judgement. */
export async function benchCoverage(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const load = await timed(() => loadTenant(path))
    const { result, cold, warm, peakMb } = await coldAndWarm(() => {
      const compiled = compile(load.result)
      return { classes: compiled.classes.count, judged: requirements.map(requirement => coverage(compiled, requirement)) }
    })
    return {
      ...size, loadMs: Math.round(load.ms), coverageMs: cold, warmCoverageMs: warm, perUserUs: rounded(1000 * cold / size.users),
      rssMb: peakMb, classes: result.classes, gaps: result.judged.reduce((sum, { gaps }) => sum + gaps.length, 0)
    }
  })
}
