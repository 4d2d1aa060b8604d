import type { MutationList } from './mutation.ts'

const analyse = 'analyse/'

/** Changes that claims about policies must not survive. */
export const ofAnalysis: MutationList = {
  of: 'analyse', caughtBy: ['engine/consolidations.ts', 'properties/analysis.ts', 'corpus/cases.ts'], env: { LACUNA_TENANTS: '200' },
  mutations: [
    { name: 'nobody without an account is reached', file: `${analyse}vacuous.ts`, from: ' ||\n    externals.some(external => external.truthOf(policy) !== FALSE)', to: '' },
    { name: 'whom a policy may reach it does not', file: `${analyse}vacuous.ts`, from: 'classRow(compiled, name)[policy.index] !== FALSE', to: '(classRow(compiled, name)[policy.index] ?? 0) > 1' },
    { name: 'what a policy may reach it does not', file: `${analyse}vacuous.ts`, from: 'targets(target) !== FALSE', to: 'targets(target) > 1' },
    { name: 'conditions that may hold do not', file: `${analyse}vacuous.ts`, from: 'ground.cover(policy).may === undefined', to: 'ground.cover(policy).must === undefined' },
    { name: 'any control overrides', file: `${analyse}implied.ts`, from: 'others.filter(other => other.demand.block))', to: 'others)' },
    { name: 'one demand of several is enough to shadow', file: `${analyse}implied.ts`, from: 'demands.every(demand => demand.impliedBy(other))', to: 'demands.some(demand => demand.impliedBy(other))' },
    { name: 'a policy of which one demand is implied is redundant', file: `${analyse}implied.ts`, from: 'if (together.includes(undefined)) return undefined', to: 'if (together.every(by => by === undefined)) return undefined' },
    { name: 'a policy that covers a part covers all', file: `${analyse}implied.ts`, from: 'return covers(ground, policy, fewer) ? fewer : kept', to: 'return fewer.length > 0 ? fewer : kept' },
    { name: 'report-only policies make others needless', file: `${analyse}analyse.ts`, from: 'impliedIn(ground, policy, enforced)', to: 'impliedIn(ground, policy, policies)' },
    { name: 'a control that can be met is not, beside one that cannot', file: `${analyse}unsatisfiable.ts`, from: 'clause.every(control =>', to: 'clause.some(control =>' },
    { name: 'hybrid joined devices run macOS', file: `${analyse}unsatisfiable.ts`, from: "domainJoinedDevice: ['windows']", to: "domainJoinedDevice: ['windows', 'macOS']" },
    { name: 'platforms that a policy leaves out are reached', file: `${analyse}unsatisfiable.ts`, from: 'bitsOf(ground.cover(policy).may?.[platformDimension] ?? 0n)', to: 'bitsOf(ground.scope[platformDimension] ?? 0n)' },
    { name: 'accepted accounts are left out', file: `${analyse}exclusions.ts`, from: 'name < compiled.classes.count && !isAccepted(', to: 'name < compiled.classes.count && (true || !isAccepted)(' },
    { name: 'who may be excluded is', file: `${analyse}exclusions.ts`, from: 'cover.users(name) === FALSE', to: 'cover.users(name) < TRUE' },
    { name: 'who may be included is', file: `${analyse}exclusions.ts`, from: 'subjectAt(ground, name)) === TRUE', to: 'subjectAt(ground, name)) !== FALSE' },
    { name: 'any other policy makes up', file: `${analyse}exclusions.ts`, from: 'other !== policy && demand.impliedBy(other)', to: 'other !== policy && demand.name.length > 0' },
    { name: 'what is not known of people does not keep a policy from being ready', file: `${analyse}ready.ts`, from: 'accounts.every(name => users(name) !== UNKNOWN) && ', to: '' },
    { name: 'what is not known of conditions does not keep a policy from being ready', file: `${analyse}ready.ts`, from: 'must !== undefined && may !== undefined && contains(must, may) && ', to: '' },
    { name: 'policies in report-only mode ask already', file: `${analyse}analyse.ts`, from: 'readyIn(ground, policy, enforced)', to: 'readyIn(ground, policy, policies)' },
    { name: 'whom a policy blocks is challenged', file: `${analyse}ready.ts`, from: "newlyBlocked: usersOf('block')", to: "newlyBlocked: usersOf('grant')" },
    { name: 'a merged policy is never stricter', file: `${analyse}consolidate.ts`, from: 'stricter: named(residue(own, others))', to: 'stricter: []' },
    { name: 'a merged policy is never looser', file: `${analyse}consolidate.ts`, from: 'flatMap(part => residue(part, [own])))', to: 'flatMap(() => []))' },
    { name: 'policies in different states are one', file: `${analyse}consolidate.ts`, from: '`${policy.mode} ${JSON.stringify([policy.demand, policy.session])}`', to: 'JSON.stringify([policy.demand, policy.session])' },
    { name: 'session controls are lost in merging', file: `${analyse}consolidate.ts`, from: 'JSON.stringify([policy.demand, policy.session])}`', to: 'JSON.stringify([policy.demand])}`' },
    { name: 'what is not known of a merged policy is not asked', file: `${analyse}consolidate.ts`, from: 'if (isOpen) return undefined', to: '' },
    { name: 'policies that reach different sign-ins are filled together', file: `${analyse}consolidate.ts`, from: "return `${policy.mode} ${dimensions.join(' ')}`", to: "return `${policy.mode} ${dimensions.slice(0, 4).join(' ')}`" },
    { name: 'requests that only a merged policy treats apart are forgotten', file: `${analyse}consolidate.ts`, from: '[...told.targets, ...plainRequests(told.compiled, told.policies)]', to: '[...told.targets]' },
    { name: 'clauses put together are alternatives', file: `${analyse}merge-controls.ts`, from: "operator: 'AND', builtInControls,", to: "operator: 'OR', builtInControls," },
    { name: 'clauses with a choice are put together', file: `${analyse}merge-controls.ts`, from: 'clauses.every(clause => clause.length === 1) && ', to: '' },
    { name: 'of two session controls the laxer stays', file: `${analyse}merge-controls.ts`, from: 'session[name] !== undefined && session[name] === all[name]', to: 'session[name] !== undefined' },
    { name: 'session controls that contradict each other are put together', file: `${analyse}merge-controls.ts`, from: "if (Object.values(all).includes('conflict')) return undefined", to: '' },
    { name: 'a strength is lost in writing', file: `${analyse}policy-body.ts`, from: '{ authenticationStrength: { id: strength.id } }', to: '{ authenticationStrength: null }' },
    { name: 'what a policy may reach it surely does', file: `${analyse}products.ts`, from: 'must: boxOf(TRUE, must), may: boxOf(UNKNOWN, may)', to: 'must: boxOf(UNKNOWN, may), may: boxOf(UNKNOWN, may)' }
  ]
}
