import { bodyFor, patched } from './patch.ts'
import { named, nobody, nothing, type Proposal, type Seen } from './proposal.ts'
import { followsConvention, namesBy } from '../naming.ts'

/** Policies whose names do not follow the tenant's convention, where it has one; Microsoft names its own. */
export function renamings({ compiled, coverages }: Seen): Proposal[] {
  const { tenant } = compiled
  const pattern = tenant.settings.namingConvention
  if (pattern === undefined) return []
  const next = namesBy(tenant, pattern)
  return compiled.policies.filter(({ policy }) => !policy.displayName.toLowerCase().startsWith('microsoft-managed:') && !followsConvention(pattern, policy.displayName)).flatMap((policy): Proposal[] => {
    const read = tenant.policies[policy.index]
    if (read === undefined) return []
    const requirement = coverages.find(({ protectingPolicies, wouldCover }) => [...protectingPolicies, ...wouldCover].includes(policy.policy.id))?.requirement.id
    const common = {
      kind: 'renamePolicy', subject: policy.policy.id, severity: 'low', title: `Rename ${named(policy)}`, policies: [policy.policy.id], isWatched: false, sources: ['the tenant\'s naming convention'],
      licence: [], exposed: { ...nobody, reasons: [`the name does not follow \`${pattern}\``] }, facts: [`policy ${policy.policy.id}`, `named ${policy.policy.displayName}`, pattern]
    } satisfies Partial<Proposal>
    if (pattern.includes('{requirement}') && requirement === undefined) {
      const words = `${named(policy)} does not follow \`${pattern}\`, and it serves no requirement by which to name it`
      return [{ ...common, summary: words, steps: [{ do: 'advice', policy: policy.policy.id, words: 'give it a name that follows the convention' }], change: nothing, reversible: 'nothing is changed' }]
    }
    const displayName = next(policy.policy.displayName, requirement ?? '')
    const renamed = patched(read, { displayName })
    return [{
      ...common, summary: `rename ${named(policy)} to \`${displayName}\``, reversible: `name it ${named(policy)} again`, change: { gone: [read], come: [renamed] },
      steps: [{ do: 'patch', policy: policy.policy.id, body: bodyFor(renamed), words: `rename ${named(policy)} to \`${displayName}\`` }]
    }]
  })
}
