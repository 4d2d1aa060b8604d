import { administratorRoles, allApplications, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const mfaAdmins: Requirement = {
  id: 'mfa-admins', title: 'Require multifactor authentication for administrators', severity: 'critical',
  source: { name: 'Microsoft template, Secure foundation, Zero Trust and Protect administrator', templateId: 'c7503427-338e-4c5e-902d-abe252abfb43' },
  population: { roles: administratorRoles, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication for administrators', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeRoles: administratorRoles } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
