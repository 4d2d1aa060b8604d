import { allApplications, reportOnly, workloadIdentities } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const riskyWorkloadIdentities: Requirement = {
  id: 'risky-workload-identities', title: 'Block workload identities at high risk', severity: 'high',
  source: { name: 'Microsoft Zero Trust guidance, Conditional Access for workload identities', templateId: null },
  population: { subjects: 'servicePrincipals', roles: null, guests: 'included' },
  applications: null,
  conditions: { servicePrincipalRiskLevels: ['high'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [workloadIdentities],
  template: {
    displayName: 'Block workload identities at high risk', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['None'] }, servicePrincipalRiskLevels: ['high'],
      clientApplications: { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
