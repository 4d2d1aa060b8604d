import { allApplications, intune, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const appProtectionMobile: Requirement = {
  id: 'app-protection-mobile', title: 'Require protected apps on mobile devices', severity: 'medium',
  source: { name: 'Microsoft common policy, approved client apps or app protection policy (Zero Trust guidance)', templateId: null },
  population: { roles: null, guests: 'excluded' },
  applications: null,
  conditions: { clientAppTypes: modernClients, platforms: ['iOS', 'android'] },
  satisfiedBy: { controls: ['approvedApplication', 'compliantApplication'], strength: null, legacyCannot: false },
  licence: [premium1, intune],
  template: {
    displayName: 'Require protected apps on mobile devices', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, platforms: { includePlatforms: ['android', 'iOS'] },
      users: { includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'] }
    },
    grantControls: { operator: 'OR', builtInControls: ['approvedApplication', 'compliantApplication'] }
  }
}
