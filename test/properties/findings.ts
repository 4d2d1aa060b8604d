import { analyseTenant } from '#src/advisor/analyse.ts'
import type { Analysis } from '#src/domain/analysis.ts'
import { tenantOf } from '#src/tenant/from-object.ts'
import { baseline } from './draw/baseline.ts'
import { isWitness } from './draw/judge.ts'
import type { Body } from './draw/random.ts'
import { theorem } from './draw/theorem.ts'

function analysed(file: Body): Analysis {
  return analyseTenant(tenantOf(file), { requirements: baseline }).analysis
}

theorem('every witness of a finding, evaluated, shows it', ({ file }, check) => {
  for (const { id, requirement, witness } of analysed(file).findings) {
    const wanted = baseline.find(one => one.id === requirement)
    if (wanted === undefined || witness === undefined) continue
    check(isWitness(file, wanted, witness), () => ({ id, witness }))
  }
})
