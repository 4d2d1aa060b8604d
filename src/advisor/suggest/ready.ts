import { enforcement } from './gap-closers.ts'
import { administratorsAmong } from './people.ts'
import { about, named, nobody, type Proposal, type Seen } from './proposal.ts'
import { counted } from '../phrases.ts'

/** Report-only policies that can be turned on as they are; those of Microsoft, which turn themselves on, whether they can or not. */
export function readiness({ compiled, analysis: { ready } }: Seen): Proposal[] {
  const waiting = compiled.policies.filter(({ mode }) => mode === 'reportOnly')
  return waiting.flatMap((policy): Proposal[] => {
    const read = compiled.tenant.policies[policy.index]
    const found = ready.find(one => one.policy === policy)
    const isManaged = policy.policy.displayName.toLowerCase().startsWith('microsoft-managed:')
    if (read === undefined || (!isManaged && (found === undefined || found.changesNothing))) return []
    const enforced = enforcement(compiled, [read])
    if (enforced === undefined) return []
    const effects = found === undefined ? [] : [found.newlyBlocked, found.newlyChallenged]
    const [widest] = effects.toSorted((a, b) => b.count - a.count)
    const administrators = widest === undefined ? 0 : administratorsAmong(compiled, widest)
    return [{
      ...enforced, subject: policy.policy.id, severity: isManaged ? 'high' : 'low', title: isManaged ? `Review ${named(read)}` : `Turn on ${named(read)}`,
      sources: [isManaged ? 'Microsoft-managed policies' : 'proven from the tenant\'s policies'], licence: [],
      exposed: {
        ...nobody, users: widest?.count ?? 0, administrators, reasons: [
          ...isManaged ? ['Microsoft turns it on by itself'] : [], ...administrators > 0 ? [`${counted(administrators, 'administrator')} among those whom it reaches`] : [],
          found === undefined ? 'something about it is not known' : `nothing about it is unknown, and it matters to ${counted(widest?.count ?? 0, 'account')}`
        ]
      },
      facts: [`policy ${policy.policy.id}`, isManaged ? 'managed by Microsoft' : 'ready', `${about(widest?.count ?? 0)} accounts`]
    }]
  })
}
