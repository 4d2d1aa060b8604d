import { allApplications, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const blockDeviceCodeFlow: Requirement = {
  id: 'block-device-code-flow', title: 'Block device code flow', severity: 'high',
  source: { name: 'Microsoft Zero Trust guidance, authentication flows; CISA SCuBA MS.AAD.3.9v1', templateId: null },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { transferMethods: ['deviceCodeFlow'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Block device code flow', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['All'] },
      authenticationFlows: { transferMethods: 'deviceCodeFlow' }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
