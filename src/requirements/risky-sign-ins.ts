import { allApplications, everyTime, premium2, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const riskySignIns: Requirement = {
  id: 'risky-sign-ins', title: 'Require multifactor authentication for risky sign-ins', severity: 'high',
  source: { name: 'Microsoft template, Zero Trust and Remote work; CISA SCuBA MS.AAD.2.3v1', templateId: '6b619f55-792e-45dc-9711-d83ec9d7ae90' },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { signInRiskLevels: ['high', 'medium'] },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium2],
  template: {
    displayName: 'Require multifactor authentication for risky sign-ins', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['All'] }, signInRiskLevels: ['high', 'medium'] },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    sessionControls: everyTime
  }
}
