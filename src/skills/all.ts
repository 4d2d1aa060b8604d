import { checkInstructions } from './check-instructions.ts'
import { draftNextStep } from './draft-next-step.ts'
import { draftReportOnlyPolicy } from './draft-report-only-policy.ts'
import { editDraft } from './edit-draft.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { evaluateSignIn } from './evaluate-sign-in.ts'
import { explainCapabilities } from './explain-capabilities.ts'
import { explainSuggestion } from './explain-suggestion.ts'
import { findConsolidations } from './find-consolidations.ts'
import { getChange } from './get-change.ts'
import { getRun } from './get-run.ts'
import { getUsage } from './get-usage.ts'
import { listChanges } from './list-changes.ts'
import { listPendingRuns } from './list-pending-runs.ts'
import { listRequirements } from './list-requirements.ts'
import { listSuggestions } from './list-suggestions.ts'
import { listUncoveredApps } from './list-uncovered-apps.ts'
import { listUncoveredUsers } from './list-uncovered-users.ts'
import { previewChange } from './preview-change.ts'
import { respondToSuggestion } from './respond-to-suggestion.ts'
import { runOptimization } from './run-optimization.ts'
import { submitChangeForApproval } from './submit-change-for-approval.ts'
import type { Skill } from './skill.ts'

/** Every skill, in the order in which an optimization goes. */
export const skills: readonly Skill[] = [
  runOptimization, getRun, listRequirements, listSuggestions, explainSuggestion, respondToSuggestion, findConsolidations, listUncoveredUsers, listUncoveredApps,
  evaluatePolicy, evaluateSignIn,
  draftReportOnlyPolicy, draftNextStep, editDraft, previewChange, submitChangeForApproval, getChange, listChanges, checkInstructions, getUsage, explainCapabilities, listPendingRuns
]
