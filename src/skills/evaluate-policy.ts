import { Type } from 'typebox'
import type { Exclusion, PolicyReach } from '#src/engine/reach.ts'
import type { Policy } from '#src/domain/policy.ts'
import { judgedExclusions, judgedPolicy } from './judged.ts'
import { toRead } from './needs.ts'
import { policyNamed } from './names.ts'
import { appsOf, controlsOf, whenOf } from './policy-words.ts'
import { asOf, count, fitting, fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import type { Snapshot } from './ports.ts'

/** What one policy reaches, guarantees and leaves out. */
export const evaluatePolicy = skill({
  name: 'EvaluatePolicy', path: '/policies/evaluate', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Evaluate one existing Conditional Access policy',
  forModel: 'Use when asked to explain, describe, analyse or summarise one policy or rule, on or report-only: how the policy works, what it demands, whom it ' +
    'reaches, hits or applies to, whom it leaves out and by which group, or whether the policy is redundant, useless or in conflict with others. Answers its ' +
    'state, exact reach, conditions, controls, exclusions and findings, and the requirements that it helps to meet. For a draft use PreviewChange, for ' +
    'several FindConsolidations.',
  prompts: ['Who is excluded from the policy, and through which nested groups? Does this policy still have any effect?',
    'Give me a summary of the policy. What would this report-only policy do if it were on?',
    'How many users does the policy hit? Who is in scope of the policy?', 'Tell me about this policy. Analyse one policy',
    'What is this policy meant to achieve? Which users and apps are targeted by it?',
    'Break down the settings of one policy. Are there too many exceptions in the policy?', 'Walk me through this policy'],
  input: Type.Object({ policy: Type.String({ minLength: 1, maxLength: 300, description: 'Policy id or its exact name, such as "CA001 Require MFA for guests" or "Block legacy authentication".' }) }),
  output: replyOf({
    policy: Type.String({ description: 'Policy id.' }), name: Type.String(), state: Type.String(),
    users: Type.Integer({ description: 'Enabled accounts that it reaches for sure.' }),
    possibleUsers: Type.Integer({ description: 'Reached if what is unknown applies.' }),
    apps: Type.Integer(), anyOtherApp: Type.Boolean(), conditions: Type.String(), controls: Type.String(),
    guarantees: Type.String({ description: 'Requirement ids that it helps to guarantee, comma-joined.' }),
    wouldGuarantee: Type.String({ description: 'Requirement ids that it would help to guarantee if it were enforced.' }),
    excluded: Type.Array(Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String(), users: Type.Integer(),
      path: Type.Optional(Type.String()) })),
    excludedEntries: Type.Integer(),
    excludedUsers: Type.Integer({ description: 'Enabled accounts that it includes and leaves out, emergency and synchronization accounts not counted.' }),
    uncompensated: Type.Integer({ description: 'Those of them whom no other enforced policy asks for as much.' }),
    findings: Type.Array(Type.Object({ kind: Type.String(), severity: Type.String(), summary: Type.String() })),
    unknowns: Type.String({ description: 'What is not known about it, and why.' })
  }),
  async run(input, ask) {
    return fromSnapshot(ask, snapshot => {
      const named = policyNamed(snapshot.tenant, input.policy)
      if ('unclear' in named) return named.unclear
      const judged = judgedPolicy(snapshot.compiled, named.found)
      if (judged === undefined) return plain('notFound', 'The policy is gone.')
      return { status: ok, ...described(snapshot, judged.read.policy, judged.reach), ...leftOutWords(snapshot, named.found), asOf: asOf(snapshot, ask.ports.now()) }
    })
  }
})

function described({ analysis }: Snapshot, policy: Policy, reach: PolicyReach) {
  const { users: { included, possible }, apps, excluded } = reach
  const findings = analysis.findings.filter(({ policies }) => policies.includes(policy.id))
  const controls = controlsOf(policy)
  const idsOf = (member: 'protectingPolicies' | 'wouldCover'): string =>
    analysis.requirements.filter(requirement => requirement[member].includes(policy.id)).map(({ id }) => id).join(',')
  return {
    summary: `"${short(policy.displayName)}" is ${stateWords[policy.state] ?? policy.state}; it reaches ${count(included.count, 'user')} and ` +
      `${appsOf(reach)}, and asks for ${short(controls, 100)}. ` +
      `${count(findings.length, 'finding')}.`,
    policy: policy.id, name: short(policy.displayName, 120), state: policy.state,
    users: included.count, possibleUsers: possible.count, apps: apps.count, anyOtherApp: apps.anyOther,
    conditions: short(whenOf(reach), 300), controls: short(controls, 200),
    guarantees: idsOf('protectingPolicies'), wouldGuarantee: idsOf('wouldCover'),
    excluded: fitting(excluded.slice(0, 8).map(exclusionItem), 1000), excludedEntries: excluded.length,
    findings: fitting(findings.slice(0, 4).map(({ kind, severity, summary }) => ({ kind, severity, summary: short(summary, 160) })), 700),
    unknowns: short(reach.unknowns.map(({ what, why }) => `${what}: ${why}`).join('; '), 250)
  }
}

function leftOutWords({ compiled }: Snapshot, index: number) {
  const leftOut = judgedExclusions(compiled, index)
  return { excludedUsers: leftOut?.excluded.count ?? 0, uncompensated: leftOut?.uncompensated.count ?? 0 }
}

const stateWords: Readonly<Record<string, string>> = {
  enabled: 'enforced', disabled: 'off', enabledForReportingButNotEnforced: 'in report-only mode'
}

function exclusionItem({ kind, id, name, users, path }: Exclusion) {
  return { kind, id, name: short(name, 60), users, ...(path === undefined ? {} : { path: short(path.join(' > '), 120) }) }
}
