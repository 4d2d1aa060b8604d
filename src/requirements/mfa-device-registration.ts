import { modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const userActions = ['urn:user:registerdevice']

export const mfaDeviceRegistration: Requirement = {
  id: 'mfa-device-registration', title: 'Require multifactor authentication to register or join devices', severity: 'high',
  source: { name: 'Microsoft common policy, device registration (Zero Trust guidance)', templateId: null },
  population: { roles: null, guests: 'included' },
  applications: [], userActions,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication to register or join devices', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: { includeUserActions: userActions }, users: { includeUsers: ['All'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
