import { allApplications, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

const unmanaged = { mode: 'include', rule: 'device.trustType -ne "ServerAD" -or device.isCompliant -ne True' }

/** Devices are unmanaged by the template's own filter. The frequency that the template adds is not part of what is required. */
export const noPersistentBrowserUnmanaged: Requirement = {
  id: 'no-persistent-browser-unmanaged', title: 'Keep no persistent browser session on unmanaged devices', severity: 'medium',
  source: { name: 'Microsoft template, Zero Trust and Remote work', templateId: '62e51ccc-c9c3-4554-ac70-066172c81007' },
  population: { roles: null, guests: 'excluded' },
  applications: null,
  conditions: { clientAppTypes: ['browser'], deviceFilter: unmanaged },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false, session: { control: 'persistentBrowser', value: 'never' } },
  licence: [premium1],
  template: {
    displayName: 'Keep no persistent browser session on unmanaged devices', state: reportOnly,
    conditions: { clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['All'] }, devices: { deviceFilter: unmanaged } },
    sessionControls: {
      signInFrequency: { isEnabled: true, value: 1, type: 'hours', authenticationType: 'primaryAndSecondaryAuthentication', frequencyInterval: 'timeBased' },
      persistentBrowser: { isEnabled: true, mode: 'never' }
    }
  }
}
