import { objects } from '#src/simulator/what-if/json.ts'
import { randomTenant } from './tenant.ts'
import { type Body, type Random } from './random.ts'

/** The same tenant with other policies: one gone, one more, one in another state, or with a part of another's in its place. */
export function altered(random: Random, file: Body): Body {
  const policies = objects(file['policies'])
  const others = objects(randomTenant(random)['policies'])
  const [chosen, other] = [random.below(policies.length), random.one(others) ?? {}]
  const patched = (part: Body): Body[] => policies.map((policy, index) => index === chosen ? { ...policy, ...part } : policy)
  const ways: (() => Body[])[] = [
    () => policies.filter((_, index) => index !== chosen),
    () => [...policies, { ...other, id: 'policy-more' }],
    () => patched({ state: random.pick(['enabled', 'disabled', 'enabledForReportingButNotEnforced']) }),
    () => patched({ conditions: other['conditions'] }),
    () => patched({ grantControls: other['grantControls'] }),
    () => patched({ sessionControls: other['sessionControls'] })
  ]
  return { ...file, policies: (random.one(ways) ?? (() => policies))() }
}
