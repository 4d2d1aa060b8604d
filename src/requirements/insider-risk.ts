import { insiderRiskManagement, premium2, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const office365 = ['Office365']

/** The template leaves out external users who have no account in the directory; guests with one are in. */
export const insiderRisk: Requirement = {
  id: 'insider-risk', title: 'Block Office 365 at elevated insider risk', severity: 'medium',
  source: { name: 'Microsoft template, Zero Trust', templateId: '16aaa400-bfdf-4756-a420-ad2245d4cde8' },
  population: { roles: null, guests: 'included' },
  applications: office365,
  conditions: { insiderRiskLevels: ['elevated'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [premium2, insiderRiskManagement],
  template: {
    displayName: 'Block Office 365 at elevated insider risk', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: { includeApplications: office365 }, insiderRiskLevels: 'elevated',
      users: { includeUsers: ['All'], excludeGuestsOrExternalUsers: { guestOrExternalUserTypes: 'b2bDirectConnectUser,otherExternalUser,serviceProvider' } }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
