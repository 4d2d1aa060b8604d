import { premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const office365 = ['Office365']

export const appEnforcedRestrictions: Requirement = {
  id: 'app-enforced-restrictions', title: 'Have Office 365 enforce its restrictions on unmanaged devices', severity: 'low',
  source: { name: 'Microsoft template, Remote work', templateId: '81fd2072-4876-42b6-8157-c6000693046b' },
  population: { roles: null, guests: 'included' },
  applications: office365,
  conditions: {},
  satisfiedBy: { controls: [], strength: null, legacyCannot: false, session: { control: 'applicationEnforcedRestrictions', value: true } },
  licence: [premium1],
  template: {
    displayName: 'Have Office 365 enforce its restrictions on unmanaged devices', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: { includeApplications: office365 }, users: { includeUsers: ['All'] } },
    sessionControls: { applicationEnforcedRestrictions: { isEnabled: true } }
  }
}
