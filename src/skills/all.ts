import { draftReportOnlyPolicy } from './draft-report-only-policy.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { evaluateSignIn } from './evaluate-sign-in.ts'
import { getChange } from './get-change.ts'
import { getRun } from './get-run.ts'
import { listChanges } from './list-changes.ts'
import { listSuggestions } from './list-suggestions.ts'
import { listUncoveredApps } from './list-uncovered-apps.ts'
import { listUncoveredUsers } from './list-uncovered-users.ts'
import { previewChange } from './preview-change.ts'
import { runOptimization } from './run-optimization.ts'
import { submitChangeForApproval } from './submit-change-for-approval.ts'
import type { Skill } from './skill.ts'

/** Every skill, in the order in which an optimization goes. */
export const skills: readonly Skill[] = [
  runOptimization, getRun, listSuggestions, listUncoveredUsers, listUncoveredApps, evaluatePolicy, evaluateSignIn,
  draftReportOnlyPolicy, previewChange, submitChangeForApproval, getChange, listChanges
]
