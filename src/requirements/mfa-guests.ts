import { allApplications, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const mfaGuests: Requirement = {
  id: 'mfa-guests', title: 'Require multifactor authentication for guests', severity: 'high',
  source: { name: 'Microsoft template, Zero Trust and Remote work', templateId: 'a4072ac0-722b-4991-981b-7f9755daef14' },
  population: { roles: null, guests: 'only' },
  applications: null,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: ['mfa'], strength: 'multifactor', legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Require multifactor authentication for guests', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['GuestsOrExternalUsers'] } },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] }
  }
}
