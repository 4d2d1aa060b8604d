import { globalAdministratorRole, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const userActions = ['urn:user:registersecurityinfo']

/** The template leaves out guests, who cannot do it, and Global Administrators, so that one of them can always set up a new account. */
export const secureSecurityInfoRegistration: Requirement = {
  id: 'secure-security-info-registration', title: 'Secure the registration of security information', severity: 'high',
  source: { name: 'Microsoft template, Secure foundation, Zero Trust and Remote work', templateId: 'b8bda7f8-6584-4446-bce9-d871480e53fa' },
  population: { roles: null, exceptRoles: [globalAdministratorRole], guests: 'excluded' },
  applications: [], userActions,
  conditions: { clientAppTypes: modernClients, outsideTrusted: true },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Secure the registration of security information', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: { includeUserActions: userActions },
      users: { includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'], excludeRoles: [globalAdministratorRole] },
      locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
