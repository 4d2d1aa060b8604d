import { administratorRoles, allApplications, furtherRoles, modernClients, phishingResistantStrength, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const roles = [...administratorRoles, ...furtherRoles]

export const phishingResistantAdmins: Requirement = {
  id: 'phishing-resistant-admins', title: 'Require phishing-resistant authentication for administrators', severity: 'critical',
  source: { name: 'Microsoft template, Protect administrator and Emerging threats; CISA SCuBA MS.AAD.3.6v1', templateId: '76c03f19-ea37-4656-a772-a183b4ddb81d' },
  population: { roles, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: [], strength: 'phishingResistant', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require phishing-resistant authentication for administrators', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeRoles: roles } },
    grantControls: { operator: 'AND', builtInControls: [], authenticationStrength: { id: phishingResistantStrength } }
  }
}
