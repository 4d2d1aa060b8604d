import { coldAndWarm, loadTenant, withTenantFile, type TenantSize } from './tenant-files.ts'
import { suggestionsOf } from '#src/advisor/suggestions.ts'
import { analysePolicies } from '#src/engine/analyse/analyse.ts'
import { compile } from '#src/engine/compile.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirements } from '#src/requirements/all.ts'

/** All suggestions for a tenant that is in memory, judged and analysed. */
export async function benchSuggestions(size: TenantSize): Promise<Record<string, number>> {
  return withTenantFile(size, async path => {
    const compiled = compile(await loadTenant(path))
    const coverages = requirements.map(requirement => coverage(compiled, requirement))
    const analysis = analysePolicies(compiled)
    const { result, cold, warm, peakMb } = await coldAndWarm(() => suggestionsOf(compiled, coverages, analysis))
    return { ...size, suggestMs: cold, warmSuggestMs: warm, rssMb: peakMb, suggestions: result.length }
  })
}
