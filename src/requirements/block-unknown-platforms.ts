import { allApplications, premium1, reportOnly } from './sources.ts'
import type { Requirement } from '#src/domain/requirement.ts'

export const blockUnknownPlatforms: Requirement = {
  id: 'block-unknown-platforms', title: 'Block unknown or unsupported device platforms', severity: 'medium',
  source: { name: 'Microsoft template, Zero Trust and Remote work', templateId: '4e39a309-931e-4cb1-a371-e2beea168002' },
  population: { roles: null, guests: 'included' },
  applications: null,
  conditions: { platforms: ['unknown'] },
  satisfiedBy: { controls: [], strength: null, legacyCannot: false },
  licence: [premium1],
  template: {
    displayName: 'Block unknown or unsupported device platforms', state: reportOnly,
    conditions: {
      clientAppTypes: ['all'], applications: allApplications, users: { includeUsers: ['All'] },
      platforms: { includePlatforms: ['all'], excludePlatforms: ['android', 'iOS', 'windows', 'macOS', 'linux', 'windowsPhone'] }
    },
    grantControls: { operator: 'OR', builtInControls: ['block'] }
  }
}
