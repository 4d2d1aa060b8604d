import { administratorRoles, allApplications, intune, modernClients, premium1, reportOnly, unmanagedDevices } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const compliantDeviceAdmins: Requirement = {
  id: 'compliant-device-admins', title: 'Require a compliant or hybrid joined device for administrators', severity: 'high',
  source: { name: 'Microsoft template, Remote work and Protect administrator', templateId: 'c26a510a-3b8b-4023-8c44-d4f4c854e9f9' },
  population: { roles: administratorRoles, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: modernClients, deviceFilter: unmanagedDevices },
  satisfiedBy: { controls: ['compliantDevice', 'domainJoinedDevice'], strength: null, legacyCannot: false },
  licence: [premium1, intune],
  template: {
    displayName: 'Require a compliant or hybrid joined device for administrators', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['None'], includeRoles: administratorRoles } },
    grantControls: { operator: 'OR', builtInControls: ['compliantDevice', 'domainJoinedDevice'] }
  }
}
