import { administratorRoles, allApplications, modernClients, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** Four hours are the longest that the CIS benchmark for Microsoft 365 allows administrators; every time is stricter. */
const hours = 4

export const signInFrequencyAdmins: Requirement = {
  id: 'sign-in-frequency-admins', title: 'Have administrators sign in again every four hours', severity: 'medium',
  source: { name: 'Microsoft Zero Trust guidance, adaptive session lifetime; CIS Microsoft 365 Foundations Benchmark', templateId: null },
  population: { roles: administratorRoles, guests: 'included' },
  applications: null,
  conditions: { clientAppTypes: modernClients },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false, session: { control: 'signInFrequency', value: `${hours}h` } },
  licence: [premium1],
  template: {
    displayName: 'Have administrators sign in again every four hours', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeRoles: administratorRoles } },
    sessionControls: {
      signInFrequency: { isEnabled: true, value: hours, type: 'hours', authenticationType: 'primaryAndSecondaryAuthentication', frequencyInterval: 'timeBased' }
    }
  }
}
