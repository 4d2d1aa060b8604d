import { agent365, allApplications, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const riskyAgents: Requirement = {
  id: 'risky-agents', title: 'Block agent identities at high risk', severity: 'high',
  source: { name: 'Microsoft template, AI agents', templateId: '6bdcbbb7-ebd1-4f8f-a02f-652db0e3665d' },
  population: { subjects: 'agents', roles: null, guests: 'included' },
  applications: null,
  conditions: { agentIdRiskLevels: ['high'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [premium1, agent365],
  template: {
    displayName: 'Block agent identities at high risk', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['None'] }, agentIdRiskLevels: 'high',
      clientApplications: { includeAgentIdServicePrincipals: ['All'] }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
