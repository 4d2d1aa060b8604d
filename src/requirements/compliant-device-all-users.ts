import { allApplications, directorySynchronizationRole, intune, modernClients, premium1, reportOnly, unmanagedDevices } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** A sign-in from a device that is compliant or hybrid joined already has what is required, so those are out of scope. */
export const compliantDeviceAllUsers: Requirement = {
  id: 'compliant-device-all-users', title: 'Require a compliant or hybrid joined device for all users', severity: 'medium',
  source: { name: 'Microsoft template, Secure foundation and Zero Trust (preview); CISA SCuBA MS.AAD.3.7v1', templateId: 'a297dd1a-21fe-4016-99a0-ba43ba64378c' },
  population: { roles: null, guests: 'excluded' },
  applications: null,
  conditions: {
    clientAppTypes: modernClients,
    deviceFilter: unmanagedDevices
  },
  satisfiedBy: { controls: ['compliantDevice', 'domainJoinedDevice'], strength: null, legacyCannot: false },
  licence: [premium1, intune],
  template: {
    displayName: 'Require a compliant or hybrid joined device for all users', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications,
      users: { includeUsers: ['All'], excludeUsers: ['GuestsOrExternalUsers'], excludeRoles: [directorySynchronizationRole] }
    },
    grantControls: { operator: 'OR', builtInControls: ['compliantDevice', 'domainJoinedDevice'] }
  }
}
