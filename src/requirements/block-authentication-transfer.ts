import { allApplications, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const blockAuthenticationTransfer: Requirement = {
  id: 'block-authentication-transfer', title: 'Block authentication transfer', severity: 'medium',
  source: { name: 'Microsoft Zero Trust guidance, authentication flows', templateId: null },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { transferMethods: ['authenticationTransfer'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Block authentication transfer', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['All'] },
      authenticationFlows: { transferMethods: 'authenticationTransfer' }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
