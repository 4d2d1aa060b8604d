import { allApplications, everyTime, premium2, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const riskyUsers: Requirement = {
  id: 'risky-users', title: 'Require high-risk users to change their password', severity: 'high',
  source: { name: 'Microsoft template, Zero Trust and Remote work; CISA SCuBA MS.AAD.2.1v1', templateId: '634b6de7-c38d-4357-a2c7-3842706eedd7' },
  population: { roles: null, guests: 'excluded' },
  applications: null,
  conditions: { userRiskLevels: ['high'] },
  satisfiedBy: { controls: ['passwordChange', 'riskRemediation'], strength: null, legacyCannot: false },
  licence: [premium2],
  template: {
    displayName: 'Require high-risk users to change their password', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, userRiskLevels: ['high'],
      users: { includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'] }
    },
    grantControls: { operator: 'AND', builtInControls: ['mfa', 'passwordChange'] },
    sessionControls: everyTime
  }
}
