import { policyDiff } from '../policy-diff.ts'
import { fold, heading, list, type Block, type Item } from '../block.ts'
import { whatIfFields } from '../witness.ts'
import { count, nameOr, namedId, sentence } from '../words.ts'
import type { Standing } from '#src/advisor/standing.ts'
import type { Finding } from '#src/domain/finding.ts'

const most = 25

const titles: Readonly<Record<Finding['kind'], string>> = {
  lockoutRisk: 'Administrators can be locked out', securityDefaults: 'Security defaults', gap: 'Requirements with gaps', policyLimit: 'Number of policies',
  missingEmergencyExclusion: 'Emergency accounts that policies reach', emergencyAccount: 'Emergency accounts', excessiveExclusions: 'Too many left out', unsatisfiable: 'Controls that nobody can meet',
  overridden: 'Policies that others block before', vacuous: 'Policies that never matter', shadowed: 'Policies that one other makes needless',
  redundant: 'Policies that others together make needless', consolidatable: 'Policies that can be one', readyToEnforce: 'Report-only policies that can be turned on',
  staleReference: 'References to what is gone', unrecognised: 'Parts that are not known', newTemplate: 'What Microsoft offers besides', drift: 'What has drifted', spike: 'Spikes', dip: 'Dips'
}

/** The findings by kind, the gravest kind first; each kind says what it is about. */
export function findingSections(findings: readonly Finding[], standing: Standing): Block[] {
  if (findings.length === 0) return []
  return [heading(2, 'Findings'), ...[...Map.groupBy(findings, ({ kind }) => kind)].flatMap(([kind, found]) => [
    heading(3, `${titles[kind]}: ${found.length.toLocaleString('en')}`), ...list(found, most, finding => findingItem(finding, standing))
  ])]
}

function findingItem(finding: Finding, standing: Standing): Item {
  const { severity, summary, witness, kind, differences } = finding
  return {
    lead: `${severity}:`, text: sentence(summary),
    inside: [
      ...witness === undefined || kind === 'gap' ? [] : fold('One such sign-in, as Entra\'s What If takes it', [{ kind: 'pairs', label: 'A sign-in', pairs: whatIfFields(witness, standing) }]),
      ...merged(finding, standing),
      ...differences === undefined || differences.length === 0 ? [] : fold(`What would differ: ${count(differences.length, 'region')}`, list(differences, most, ({ change, users, words, witness: example }) => ({
        text: `${change === 'stricter' ? 'more' : 'less'} is asked of ${count(users, 'user')}, ${words}`,
        inside: [{ kind: 'pairs', label: 'A sign-in that differs', pairs: whatIfFields(example, standing) }]
      })))
    ]
  }
}

/** The merged policy beside the one that it goes on from; the others go. */
function merged({ body, policies }: Finding, standing: Standing): Block[] {
  if (body === undefined) return []
  const base = policies.find(id => standing.policyOf(id)?.displayName === body.displayName) ?? policies.find(id => standing.policyOf(id) !== undefined)
  const gone = policies.filter(id => id !== base)
  const name = base === undefined ? body.displayName : nameOr(standing, base)
  return fold('The merged policy', [
    { kind: 'diff', label: `${name}, as it stands and merged`, lines: policyDiff(base === undefined ? undefined : standing.policyOf(base), body, standing) },
    ...list(gone, most, id => `${namedId(standing, id)} is no longer needed`)
  ])
}
