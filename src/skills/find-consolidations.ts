import { Type } from 'typebox'
import type { Finding } from '#src/domain/finding.ts'
import { toRead } from './needs.ts'
import { policyNamed } from './names.ts'
import { pageInput, pageOf, startOf, type Listing } from './page.ts'
import type { Snapshot } from './ports.ts'
import { asOf, count, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import { witnessWords } from './witness.ts'

/** Sets of policies that one policy could replace, each proven equivalent or with its exact difference. */
export const findConsolidations = skill({
  name: 'FindConsolidations', path: '/consolidations', method: 'GET', effect: 'read', needs: toRead,
  summary: 'Find policies that overlap and could be merged into fewer',
  forModel: 'Use when there are too many Conditional Access policies, or the limit is close: to simplify, clean up, tidy, consolidate, unify, merge, join ' +
    'or fold them together, boil down or reduce their number, or when asked which are duplicates, doubles, copies, twins, redundant, similar, alike, ' +
    'identical, near-identical, or contained in or already covered by others. Answers each set of policies that a single one could replace: proven to ' +
    'change nothing, or what would differ, for whom, with a sign-in as proof. It merges nothing. For one policy by itself use EvaluatePolicy.',
  prompts: [
    'What is the smallest equivalent set of policies? How many could we save? List pairs that have the same controls. Do several MFA, legacy or frequency ' +
      'policies overlap?',
    'Are any among our own policies mergeable? Could these two be combined, or do they just look alike? Find duplicates made after the merger. We\'ve seen ' +
      'the same rule twice, where are others like it?'
  ],
  input: Type.Object({
    policy: Type.Optional(Type.String({ minLength: 1, maxLength: 300, description: 'Only those with this policy: its id or exact name.' })), ...pageInput
  }),
  output: replyOf({
    total: Type.Integer(), proven: Type.Integer({ description: 'Those that change nothing.' }),
    fewer: Type.Integer({ description: 'By how many policies the proven ones make the tenant smaller, if each policy is in one set only.' }),
    next: Type.String(),
    consolidations: Type.Array(Type.Object({
      finding: Type.String(), policies: Type.String({ description: 'Names of the policies, comma-joined.' }), merged: Type.String({ description: 'Name of the one policy.' }),
      isProven: Type.Boolean({ description: 'Whether it is proven that no outcome changes.' }),
      difference: Type.String({ description: 'What would change and for how many users; empty where it is proven that nothing does.' }),
      witness: Type.String({ description: 'One sign-in whose outcome would change.' })
    }))
  }),
  async run({ policy, cursor, top }, ask) {
    return fromSnapshot(ask, snapshot => {
      const named = policy === undefined ? undefined : policyNamed(snapshot.tenant, policy)
      if (named !== undefined && 'unclear' in named) return named.unclear
      const only = named === undefined ? undefined : snapshot.tenant.policies[named.found]?.policy.id
      const all = snapshot.analysis.findings.filter(({ kind, policies }) => kind === 'consolidatable' && (only === undefined || policies.includes(only)))
      const listing: Listing = { about: `consolidations ${only ?? ''}`, snapshot }
      const from = startOf(ask, cursor, listing)
      if (typeof from !== 'number') return from
      const items = all.slice(from, from + (top ?? 10)).map(finding => consolidationItem(snapshot, finding))
      const { items: consolidations, next } = pageOf(ask, listing, { items, from, total: all.length })
      const proven = all.filter(isProven)
      return {
        status: ok, summary: sentence(all, proven), total: all.length, proven: proven.length, fewer: fewerBy(proven), consolidations,
        ...(next === undefined ? {} : { next }), asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

function isProven({ differences }: Finding): boolean {
  return differences !== undefined && differences.length === 0
}

function fewerBy(proven: readonly Finding[]): number {
  const taken = new Set<string>()
  let fewer = 0
  for (const { policies } of proven) {
    if (policies.some(id => taken.has(id))) continue
    for (const id of policies) taken.add(id)
    fewer += policies.length - 1
  }
  return fewer
}

function sentence(all: readonly Finding[], proven: readonly Finding[]): string {
  if (all.length === 0) return 'No set of policies was found that one policy could replace.'
  return `${count(all.length, 'set')} of policies could each be one policy: ${proven.length} proven to change nothing, ${all.length - proven.length} with a difference that is told.`
}

function consolidationItem({ tenant }: Snapshot, finding: Finding) {
  const nameOf = (id: string): string => tenant.policies.find(({ policy }) => policy.id === id)?.policy.displayName ?? id
  const [first] = finding.differences ?? []
  const told = (finding.differences ?? []).map(({ change, users, words }) => `${change} for ${count(users, 'user')}, ${words}`)
  return {
    finding: short(finding.id, 160), policies: short(finding.policies.map(id => short(nameOf(id), 60)).join(', '), 250), merged: short(finding.body?.displayName ?? '', 100),
    isProven: isProven(finding), difference: finding.differences === undefined ? 'not known' : short(told.join('; '), 200),
    witness: first === undefined ? '' : short(witnessWords(tenant, first.witness), 200)
  }
}
