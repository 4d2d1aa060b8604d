import { coldAndWarm, loadTenant, withTenantFile, type TenantSize } from './tenant-files.ts'
import { analysePolicies } from '#src/engine/analyse/analyse.ts'
import { compile } from '#src/engine/compile.ts'

/** Analyses the policies of a tenant that is in memory, among them all pairs and larger groups for one that would do as well. */
export async function benchConsolidation(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const compiled = compile(await loadTenant(path))
    const { result, cold, warm, peakMb } = await coldAndWarm(() => analysePolicies(compiled))
    return { ...size, analyseMs: cold, warmAnalyseMs: warm, rssMb: peakMb, consolidations: result.consolidations.length }
  })
}
