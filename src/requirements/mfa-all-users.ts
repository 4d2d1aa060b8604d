import { allApplications, directorySynchronizationRole, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const mfaAllUsers: Requirement = {
  id: 'mfa-all-users', title: 'Require multifactor authentication for all users', severity: 'critical',
  source: { name: 'Microsoft template, Secure foundation and Zero Trust; CISA SCuBA MS.AAD.3.2v1', templateId: 'a3d0a415-b068-4326-9251-f9cdf9feeb64' },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication for all users', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications,
      users: { includeUsers: ['All'], excludeRoles: [directorySynchronizationRole] }
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
