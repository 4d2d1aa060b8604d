import { premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

/** Exchange Online, SharePoint Online and Microsoft Teams Services: what token protection supports besides virtual desktops. */
const supported = ['00000002-0000-0ff1-ce00-000000000000', '00000003-0000-0ff1-ce00-000000000000', 'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe']

export const tokenProtection: Requirement = {
  id: 'token-protection', title: 'Bind tokens of Windows applications to their device', severity: 'medium',
  source: { name: 'Microsoft Zero Trust guidance, token protection', templateId: null },
  population: { roles: null, guests: 'included' },
  applications: supported,
  conditions: { clientAppTypes: ['mobileAppsAndDesktopClients'], platforms: ['windows'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false, session: { control: 'secureSignInSession', value: true } },
  licence: [premium1],
  template: {
    displayName: 'Bind tokens of Windows applications to their device', state: reportOnly,
    conditions: {
      clientAppTypes: ['mobileAppsAndDesktopClients'], applications: { includeApplications: supported }, users: { includeUsers: ['All'] },
      platforms: { includePlatforms: ['windows'] }
    },
    sessionControls: { secureSignInSession: { isEnabled: true } }
  }
}
