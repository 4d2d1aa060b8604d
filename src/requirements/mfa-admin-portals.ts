import { administratorRoles, modernClients, multifactorStrength, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const adminPortals = ['MicrosoftAdminPortals']

export const mfaAdminPortals: Requirement = {
  id: 'mfa-admin-portals', title: 'Require multifactor authentication for Microsoft admin portals', severity: 'critical',
  source: { name: 'Microsoft template, Zero Trust and Protect administrator', templateId: '6364131e-bc4a-47c4-a20b-33492d1fff6c' },
  population: { roles: administratorRoles, guests: 'included' },
  applications: adminPortals,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication for Microsoft admin portals', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: { includeApplications: adminPortals }, users: { includeRoles: administratorRoles } },
    grantControls: { operator: 'OR', builtInControls: [], authenticationStrength: { id: multifactorStrength } }
  }
}
