import type { MutationList } from './mutation.ts'

/** Changes that comparing two sets of policies, and asking who is locked out, must not survive. */
export const ofComparison: MutationList = {
  of: 'compare', caughtBy: ['engine/compare.ts', 'engine/lockout.ts', 'properties/comparison-points.ts', 'properties/comparison.ts'], env: { LACUNA_TENANTS: '160' },
  mutations: [
    { name: 'what comes in place of a policy is not seen', file: 'compare.ts', from: "own: old, against: [...same, ...fresh]", to: 'own: old, against: same' },
    { name: 'what was there before is not seen', file: 'compare.ts', from: 'own: fresh, against: [...same, ...old]', to: 'own: fresh, against: same' },
    { name: 'only what is stricter is told', file: 'compare.ts', from: "stricter ? looser ? 'incomparable' : 'stricter'", to: "stricter ? 'stricter'" },
    { name: 'workloads are people', file: 'compare.ts', from: 'looser: old.some(isAboutWorkloads)', to: 'looser: false' },
    { name: 'a policy in a state that is not known is off', file: 'compare.ts', from: "return mode === 'enforced' || mode === 'unknown'", to: "return mode === 'enforced'" },
    { name: 'what is not known in a policy stays the same', file: 'compare.ts', from: '(isPlain || samePolicy(one.raw, other.raw))', to: '(isPlain || true)' },
    { name: 'who is free of one policy is free', file: 'compare.ts', from: '[...same, ...fresh].filter(grants)', to: 'fresh.filter(grants)' },
    { name: 'who is asked more is blocked', file: 'compare.ts', from: "demand.kind === 'block').map", to: "demand.kind !== 'session').map" },
    { name: 'session controls alone challenge', file: 'compare.ts', from: "demand.kind === 'grant').map", to: "demand.kind !== 'block').map" },
    { name: 'a clause that shares one way is as strong', file: 'demands.ts', from: 'stronger.every(name => clause.includes(name))', to: 'stronger.some(name => clause.includes(name))' },
    { name: 'a weaker clause is as strong', file: 'demands.ts', from: 'stronger.every(name => clause.includes(name))', to: 'clause.every(name => stronger.includes(name))' },
    { name: 'a block asks for no control', file: 'demands.ts', from: 'impliedBy: other => other.demand.block || other.demand.clauses.some', to: 'impliedBy: other => other.demand.clauses.some' },
    { name: 'any control is as good as a block', file: 'demands.ts', from: "kind: 'block', impliedBy: other => other.demand.block", to: "kind: 'block', impliedBy: other => grants(other)" },
    { name: 'a longer frequency asks as much', file: 'controls.ts', from: 'shorter(String(own), String(other)) === own', to: 'shorter(String(own), String(other)) !== own' },
    { name: 'people of other tenants are nobody', file: 'ground.ts', from: '[...accounts, ...externals.map((_, index) => classes.count + index)]', to: 'accounts' },
    { name: 'who cannot sign in counts', file: 'ground.ts', from: '.filter(name => tenant.users.isEnabled(firstOf(name)))', to: '' },
    { name: 'all tenants are one to policies', file: 'externals.ts', from: 'return types.flatMap(type => [...homes, elsewhere].flatMap', to: 'return types.flatMap(type => [elsewhere].flatMap' },
    { name: 'one type of people without an account is forgotten', file: 'externals.ts', from: "'b2bDirectConnectUser', 'otherExternalUser', ", to: "'b2bDirectConnectUser', " },
    { name: 'whom a policy may reach it does not', file: 'uncovered.ts', from: 'own.users(name) !== FALSE)', to: 'own.users(name) > 1)' },
    { name: 'when a policy may apply it does not', file: 'uncovered.ts', from: 'const scope = { box: own.may,', to: 'const scope = { box: own.must ?? own.may,' },
    { name: 'a policy reaches every target', file: 'uncovered.ts', from: '[beyond(own), ...others', to: '[...others' },
    { name: 'what one policy excludes another does, too', file: 'conditions/users.ts', from: 'holdsAllOf(other.exclude, scope.exclude) ? TRUE', to: 'holdsAllOf(scope.exclude, other.exclude) ? TRUE' },
    { name: 'whom one policy includes another does, too', file: 'conditions/users.ts', from: 'holdsAllOf(scope.include, other.include) ? TRUE', to: 'holdsAllOf(other.include, scope.include) ? TRUE' },
    { name: 'what one policy includes another does, too', file: 'conditions/resources.ts', from: 'isSame && named(other).isSubsetOf(named(scope))', to: 'isSame && named(scope).isSubsetOf(named(other))' },
    { name: 'conditions that are not known are the same', file: 'space.ts', from: 'JSON.stringify(condition) === JSON.stringify(given[dimension]) ? undefined', to: 'given[dimension] !== undefined ? undefined' },
    { name: 'requests for baseline scopes are like all others', file: 'targets.ts', from: '...classed(named, policies), ...narrowClasses(compiled, policies)]', to: '...classed(named, policies)]' },
    { name: 'user actions are no targets', file: 'targets.ts', from: "target.kind === 'userAction' ? resources.actions.has(target.action) : ", to: "target.kind === 'userAction' ? false : " },
    { name: 'users are not cut anew', file: 'compile.ts', from: 'classes: fresh.length === 0 ? compiled.classes', to: 'classes: fresh.length >= 0 ? compiled.classes' },
    { name: 'an emergency account can have a managed device', file: 'lockout.ts', from: "'emergency', needsDevice)", to: "'emergency', policy => policy.demand.block)" },
    { name: 'one emergency account is enough', file: 'lockout.ts', from: "if (emergency.includes('closed'))", to: "if (emergency.every(way => way === 'closed'))" },
    { name: 'emergency accounts undo changes', file: 'lockout.ts', from: '!isEmergency(compiled, user) && undoing', to: 'undoing' },
    { name: 'risk may be counted on', file: 'lockout.ts', from: "signInRiskLevels: ['none'], ", to: '' },
    { name: 'readers undo changes', file: 'lockout.ts', from: 'directoryRoles.conditionalAccessAdministrator]', to: 'directoryRoles.conditionalAccessAdministrator, directoryRoles.securityReader]' },
    { name: 'report-only policies lock out', file: 'lockout.ts', from: "(policy.mode === 'enforced' || policy.mode === 'unknown') && obstacle", to: "policy.mode !== 'disabled' && obstacle" }
  ]
}
