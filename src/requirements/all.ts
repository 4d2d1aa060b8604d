import { blockDeviceCodeFlow } from './block-device-code-flow.ts'
import { blockLegacyAuthentication } from './block-legacy-authentication.ts'
import { compliantDeviceAllUsers } from './compliant-device-all-users.ts'
import { mfaAdmins } from './mfa-admins.ts'
import { mfaAllUsers } from './mfa-all-users.ts'
import { riskySignIns } from './risky-sign-ins.ts'
import { riskyUsers } from './risky-users.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** The baseline, in the order in which it is reported. */
export const requirements: readonly Requirement[] = [
  mfaAllUsers, mfaAdmins, blockLegacyAuthentication, blockDeviceCodeFlow, compliantDeviceAllUsers, riskySignIns, riskyUsers
]

/** The requirement with the id, or undefined. */
export function requirementOf(id: string): Requirement | undefined {
  return requirements.find(requirement => requirement.id === id)
}
