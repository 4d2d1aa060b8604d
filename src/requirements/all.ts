import { appEnforcedRestrictions } from './app-enforced-restrictions.ts'
import { appProtectionMobile } from './app-protection-mobile.ts'
import { blockAuthenticationTransfer } from './block-authentication-transfer.ts'
import { blockDeviceCodeFlow } from './block-device-code-flow.ts'
import { blockLegacyAuthentication } from './block-legacy-authentication.ts'
import { blockUnknownPlatforms } from './block-unknown-platforms.ts'
import { compliantDeviceAdmins } from './compliant-device-admins.ts'
import { compliantDeviceAllUsers } from './compliant-device-all-users.ts'
import { insiderRisk } from './insider-risk.ts'
import { mfaAdminPortals } from './mfa-admin-portals.ts'
import { mfaAdmins } from './mfa-admins.ts'
import { mfaAllUsers } from './mfa-all-users.ts'
import { mfaAzureManagement } from './mfa-azure-management.ts'
import { mfaDeviceRegistration } from './mfa-device-registration.ts'
import { mfaGuests } from './mfa-guests.ts'
import { noPersistentBrowserUnmanaged } from './no-persistent-browser-unmanaged.ts'
import { phishingResistantAdmins } from './phishing-resistant-admins.ts'
import { riskyAgents } from './risky-agents.ts'
import { riskySignIns } from './risky-sign-ins.ts'
import { riskyUsers } from './risky-users.ts'
import { riskyWorkloadIdentities } from './risky-workload-identities.ts'
import { secureSecurityInfoRegistration } from './secure-security-info-registration.ts'
import { signInFrequencyAdmins } from './sign-in-frequency-admins.ts'
import { tokenProtection } from './token-protection.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** The baseline, in the order in which it is reported. */
export const requirements: readonly Requirement[] = [
  mfaAllUsers, mfaAdmins, blockLegacyAuthentication, blockDeviceCodeFlow, compliantDeviceAllUsers, riskySignIns, riskyUsers,
  phishingResistantAdmins, mfaGuests, mfaAzureManagement, mfaAdminPortals, blockAuthenticationTransfer, compliantDeviceAdmins,
  appProtectionMobile, secureSecurityInfoRegistration, mfaDeviceRegistration, blockUnknownPlatforms, noPersistentBrowserUnmanaged,
  signInFrequencyAdmins, appEnforcedRestrictions, insiderRisk, riskyWorkloadIdentities, riskyAgents, tokenProtection
]

/** The requirement with the id, or undefined. */
export function requirementOf(id: string): Requirement | undefined {
  return requirements.find(requirement => requirement.id === id)
}
