import { randomConditions } from './conditions.ts'
import { grantControls, sessionControls } from './controls.ts'
import { randomGroups, randomLocations, randomPrincipals, randomRoles, randomUsers } from './directory.ts'
import * as names from './names.ts'
import { type Body, type Random, without } from './random.ts'

/** A small tenant file with every kind of object, condition and control; any collection may be missing, which means unread. */
export function randomTenant(random: Random): Body {
  const users = randomUsers(random)
  const userIds = users.map(({ id }) => String(id))
  const collections = {
    organization: { id: names.home, displayName: 'Home', verifiedDomains: [] }, users, groups: randomGroups(random, userIds),
    servicePrincipals: randomPrincipals(random), namedLocations: randomLocations(random), settings: randomSettings(random)
  }
  return { ...without(random, collections, 0.03), ...randomRoles(random, userIds), policies: randomPolicies(random) }
}

function randomSettings(random: Random): Body {
  return without(random, {
    baselineScopes: random.pick<unknown>(['legacy', 'enforced', { custom: random.pick(names.appIds) }, 'unknown']),
    mfaTrustedIps: random.pick([[], [], [random.pick(names.cidrs)]]),
    office365: random.some(names.appIds, 0.3), adminPortals: random.some(names.appIds, 0.2)
  }, 0.3)
}

function randomPolicies(random: Random): Body[] {
  return Array.from({ length: 1 + random.below(8) }, (_, index) => ({
    id: `policy-${index + 1}`, displayName: `Policy ${index + 1}`, state: randomState(random),
    conditions: randomConditions(random, random.chance(0.25) ? 'workloads' : 'people'),
    grantControls: grantControls(random), sessionControls: sessionControls(random)
  }))
}

function randomState(random: Random): string {
  if (random.chance(0.8)) return 'enabled'
  return random.pick(['enabledForReportingButNotEnforced', 'enabledForReportingButNotEnforced', 'disabled', 'disabled', 'disabled', 'dreaming'])
}
