import type { Test } from 'tap'
import { analyseTenant } from '#src/advisor/analyse.ts'
import { resultOf } from '#src/advisor/result.ts'
import { compare } from '#src/engine/compare.ts'
import { coverage } from '#src/engine/coverage.ts'
import { requirementOf } from '#src/requirements/all.ts'
import { inScope } from '#test/properties/draw/judge.ts'
import { answersTo, judged, sameOutcome, type Answers, type Judged } from './judge.ts'
import { bodyOf, outcomeOf } from './sign-in.ts'
import { policiesOf } from './tenant.ts'
import type { Gap } from '#src/domain/coverage.ts'
import type { Requirement } from '#src/domain/requirement.ts'
import type { Case, ExpectedComparison, ExpectedGap, ExpectedRequirement, ExpectedVerdict, Outcome } from './schema.ts'

/** Each policy's truth and reason, and the outcome with its session controls, from both evaluators. */
export function checkVerdict(t: Test, tenant: Judged, expected: ExpectedVerdict): void {
  const body = bodyOf(expected)
  const answers = answersTo(tenant, body)
  const what = JSON.stringify({ ...expected, outcome: undefined })
  const { applies = [], unknown = [], not = {} } = expected
  const row = (id: string): [string, boolean | null, string] => applies.includes(id) ? [id, true, 'notSet']
    : unknown.includes(id) ? [id, null, 'notEnoughInformation'] : [id, false, not[id] ?? 'a reason that the case states']
  const rows = (answer: Answers['naive']): unknown => answer.policies.map(({ id, policyApplies, analysisReasons }) => [id, policyApplies, analysisReasons])
  for (const name of ['engine', 'naive'] as const) {
    t.strictSame(rows(answers[name]), tenant.compiled.policies.map(({ policy }) => row(policy.id)), `${what}: policies by the ${name}`)
    t.strictSame(answers[name].outcome.session, expected.session ?? {}, `${what}: session by the ${name}`)
  }
  const named = [...applies, ...unknown, ...Object.keys(not)].sort()
  t.strictSame(named, tenant.compiled.policies.map(({ policy }) => policy.id).sort(), `${what}: every policy is spoken of once`)
  sameOutcome(t, answers, outcomeOf(expected.outcome, expected.certain), what)
}

/** A requirement's result, and each of its witnesses evaluated: what the region says of it is so. */
export function checkRequirement(t: Test, tenant: Judged, id: string, expected: ExpectedRequirement): void {
  const requirement = requirementOf(id)
  if (requirement === undefined) throw new Error(`no requirement \`${id}\``)
  const found = coverage(tenant.compiled, requirement)
  const result = resultOf(tenant.compiled, found)
  const { uncovered = [], gaps = [], possible = [] } = expected
  t.strictSame({
    status: result.status, uncovered: result.uncoveredUsers.ids?.toSorted(), count: result.uncoveredUsers.count, accepted: result.acceptedUsers,
    outside: result.outsideUsers, eligible: result.eligibleUsers, protecting: result.protectingPolicies, wouldCover: result.wouldCover,
    unknowns: found.unknowns.map(({ what }) => what).toSorted()
  }, {
    status: expected.status, uncovered: uncovered.toSorted(), count: uncovered.length, accepted: expected.accepted ?? 0,
    outside: expected.outside ?? 0, eligible: expected.eligible ?? 0, protecting: expected.protecting ?? [], wouldCover: expected.wouldCover ?? [],
    unknowns: (expected.unknowns ?? []).toSorted()
  }, id)
  if (expected.users !== undefined) t.equal(result.users, expected.users, `${id}: users`)
  if (expected.says !== undefined) t.match(result.reason, new RegExp(expected.says), `${id}: reason`)
  if (expected.apps !== undefined) t.match(result.uncoveredApps, expected.apps, `${id}: applications`)
  checkGaps(t, `${id}, gaps`, result.gaps, gaps)
  checkGaps(t, `${id}, possible gaps`, result.possible, possible)
  if (result.status === 'notApplicable') return
  checkWitnesses(t, { tenant, requirement, fallback: 'granted' }, pairs(result.gaps, gaps))
  checkWitnesses(t, { tenant, requirement, fallback: 'unknown' }, pairs(result.possible, possible))
}

function checkGaps(t: Test, what: string, found: readonly Gap[], expected: readonly ExpectedGap[]): void {
  const met = pairs(found, expected)
  const named = (gap: Gap): string => met.find(([own]) => own === gap)?.[1].when ?? gap.words
  t.strictSame(found.map(gap => `${gap.users} ${named(gap)}`).sort(), expected.map(gap => `${gap.users} ${gap.when}`).sort(), what)
  for (const [gap, { apps, anyOther }] of met) {
    if (apps !== undefined) t.strictSame(gap.apps.appIds, apps, `${what}, ${gap.words}: applications`)
    if (anyOther !== undefined) t.equal(gap.apps.anyOther, anyOther, `${what}, ${gap.words}: any other application`)
  }
}

/** Each region with the one that is expected in its place. `when` is the words, or a pattern between slashes. */
function pairs(found: readonly Gap[], expected: readonly ExpectedGap[]): [Gap, ExpectedGap][] {
  const open = [...expected]
  return found.flatMap((gap): [Gap, ExpectedGap][] => {
    const at = open.findIndex(({ users, when }) => users === gap.users && isMeant(when, gap.words))
    const [own] = at < 0 ? [] : open.splice(at, 1)
    return own === undefined ? [] : [[gap, own]]
  })
}

function isMeant(when: string, words: string): boolean {
  return when === words || (/^\/.*\/$/.test(when) && new RegExp(when.slice(1, -1)).test(words))
}

interface Scope {
  readonly tenant: Judged
  readonly requirement: Requirement
  readonly fallback: Outcome
}

function checkWitnesses(t: Test, { tenant, requirement, fallback }: Scope, regions: readonly [Gap, ExpectedGap][]): void {
  for (const [{ words, witness }, { outcome = fallback }] of regions) {
    const what = `${requirement.id}: the witness ${words}`
    t.equal(inScope(tenant.file, requirement, witness), true, `${what} is what the requirement is about`)
    const answers = answersTo(tenant, witness)
    if (outcome !== 'unknown') sameOutcome(t, answers, outcomeOf(outcome), what)
    else t.strictSame([answers.engine.outcome.result, answers.naive.outcome.result], ['unknown', 'unknown'], what)
  }
}

/** Findings of each kind that the case names, no more and no fewer, and none of the kinds that must not appear. */
export function checkFindings(t: Test, tenant: Judged, { findings = [], noFindings = [] }: Case): void {
  const found = analyseTenant(tenant.compiled.tenant).analysis.findings
  const line = ({ kind, policies }: { kind: string, policies: readonly string[] }): string => `${kind}: ${policies.toSorted().join(', ')}`
  const asked = new Set<string>([...findings.map(({ kind }) => kind), ...noFindings])
  t.strictSame(found.filter(({ kind }) => asked.has(kind)).map(line).sort(), findings.map(line).sort(), 'findings')
  for (const expected of findings) {
    const own = found.find(finding => line(finding) === line(expected))
    if (expected.users !== undefined) t.equal(own?.users, expected.users, `${line(expected)}: users`)
    if (expected.says !== undefined) t.match(own?.summary, new RegExp(expected.says), `${line(expected)}: summary`)
  }
}

/** The comparison's numbers and regions, and each region's witness evaluated on both sides. */
export function checkComparison(t: Test, tenant: Judged, expected: ExpectedComparison): void {
  const changed = policiesOf(expected.with ?? {})
  const replaced = new Map(changed.map(policy => [policy['id'], policy]))
  const standing = tenant.compiled.tenant.policies.map(({ raw }) => raw).filter(({ id }) => expected.without?.includes(String(id)) !== true)
  const added = changed.filter(policy => standing.every(({ id }) => id !== policy['id']))
  const after = judged({ ...tenant.file, policies: [...standing.map(policy => replaced.get(policy['id']) ?? policy), ...added] })
  const found = compare(tenant.compiled.tenant, after.compiled.tenant)
  t.strictSame({
    relation: found.relation, newlyBlocked: found.newlyBlocked.count, newlyChallenged: found.newlyChallenged.count, newlyFree: found.newlyFree.count
  }, {
    relation: expected.relation, newlyBlocked: expected.newlyBlocked ?? 0, newlyChallenged: expected.newlyChallenged ?? 0, newlyFree: expected.newlyFree ?? 0
  }, 'comparison')
  if (expected.relation !== 'equivalent' && expected.regions === undefined) return
  const line = (users: number, when: string, outcomes: readonly Judgement[]): string => `${users} ${when}: ${outcomes.map(textOf).join(' -> ')}`
  const wanted = (expected.regions ?? []).map(region => line(region.users, region.when, [outcomeOf(region.before), outcomeOf(region.after)])).sort()
  for (const name of ['engine', 'naive'] as const) {
    const outcomes = (witness: unknown): Judgement[] => [tenant, after].map(side => answersTo(side, witness)[name].outcome)
    const lines = found.regions.map(({ users, words, witness }) => line(users.count, words, outcomes(witness)))
    t.strictSame([...new Set(lines)].sort(), wanted, `changed regions, their witnesses judged by the ${name}`)
  }
}

interface Judgement {
  readonly result: string
  readonly controls: readonly (readonly string[])[]
}

function textOf({ result, controls }: Judgement): string {
  return result === 'grantedWith' ? controls.map(clause => clause.join(' or ')).join(' and ') : result
}
