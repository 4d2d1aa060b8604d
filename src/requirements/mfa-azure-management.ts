import { modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** Windows Azure Service Management API, which stands for a group of applications whose ids are not published (ruling C10). */
const azureManagement = '797f4846-ba00-4fd7-ba43-dac1f8f63013'

export const mfaAzureManagement: Requirement = {
  id: 'mfa-azure-management', title: 'Require multifactor authentication for Azure management', severity: 'critical',
  source: { name: 'Microsoft template, Secure foundation, Zero Trust and Protect administrator', templateId: 'd8c51a9a-e6b1-454d-86af-554e7872e2c1' },
  population: { roles: null, guests: 'included' },
  applications: [azureManagement],
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication for Azure management', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: { includeApplications: [azureManagement] }, users: { includeUsers: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
