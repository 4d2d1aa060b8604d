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
  summary: 'Explain one existing policy: its scope, real reach, effect, conflicts and weak points',
  forModel: 'Use when asked to explain, summarise, review, judge or describe one Conditional Access policy or rule in plain English: its purpose, what it ' +
    'does, means and demands of people, when it applies or kicks in, its conditions (platforms, trusted locations, device filter, risk), auth strength, ' +
    'grant and session controls; whom and which apps it really reaches, hits, covers, includes, excludes or leaves out, nested groups inside groups ' +
    'included; whether it is redundant, good enough, well built, has a hole or loophole or conflicts with another policy, or what a report-only policy ' +
    'would do if enforced. For an unsubmitted one use PreviewChange, for many FindConsolidations.',
  prompts: [
    'Explain or summarise what our admin policy does. Does it conflict with any other? To how many users does it apply? Are its nested groups empty?',
    'Who falls under its exclusion, and is that exclusion right? Does it exclude our emergency accounts? What would we lose if it were off? Is the policy ' +
      'redundant?'
  ],
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
