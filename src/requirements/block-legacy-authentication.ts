import { allApplications, legacyClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const blockLegacyAuthentication: Requirement = {
  id: 'block-legacy-authentication', title: 'Block legacy authentication', severity: 'critical',
  source: { name: 'Microsoft template, Secure foundation and Zero Trust; CISA SCuBA MS.AAD.1.1v1', templateId: '0b2282f9-2862-4178-88b5-d79340b36cb8' },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: legacyClients },
  satisfiedBy: { controls: [], strength: null, legacyCannot: true },
  licence: [premium1],
  template: {
    displayName: 'Block legacy authentication', state: reportOnly,
    conditions: { clientAppTypes: ['exchangeActiveSync', 'other'], applications: allApplications, users: { includeUsers: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
