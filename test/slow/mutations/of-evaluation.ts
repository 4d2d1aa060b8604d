/** One wrong change to the engine: the text `from`, which stands once in the file, becomes `to`. */
export interface Mutation {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const conditions = 'conditions/'

/** Changes that `evaluate` must not survive: each is a mistake somebody could make. */
export const mutations: readonly Mutation[] = [
  { name: 'user exclusions are dropped', file: `${conditions}users.ts`, from: 'and(included, not(sideTruth(scope.exclude, subject)))', to: 'included' },
  { name: 'an inclusion beats an exclusion', file: `${conditions}users.ts`, from: 'included === FALSE ? FALSE : and(included, not(', to: 'included === TRUE ? TRUE : and(included, not(' },
  { name: 'groups are not looked at', file: `${conditions}users.ts`, from: "...groups.filter(id => id !== 'all').map(memberships.group), ", to: '' },
  { name: 'roles are not looked at', file: `${conditions}users.ts`, from: ", ...roles.filter(id => id !== 'all').map(memberships.role)", to: '' },
  { name: 'agents are reached by All', file: `${conditions}users.ts`, from: "list.ids.has('allagentidusers') ? TRUE : FALSE", to: "list.ids.has('allagentidusers') || list.ids.has('all') ? TRUE : FALSE" },
  { name: 'enumerated tenants are ignored', file: `${conditions}users.ts`, from: "tenants.membershipKind === 'all')", to: "tenants.membershipKind !== '')" },
  { name: 'enumerated tenants bind internal guests', file: `${conditions}users.ts`, from: " || subject.guestType === 'internalGuest' ? listed", to: ' ? listed' },
  { name: 'an unknown home tenant counts as another', file: `${conditions}users.ts`, from: 'homeTenantId === null) return UNKNOWN', to: 'homeTenantId === null) return FALSE' },
  { name: 'a stranger is nobody', file: `${conditions}users.ts`, from: 'return isEmpty(list) ? FALSE : UNKNOWN', to: 'return FALSE' },
  { name: 'nested groups are not followed', file: 'membership.ts', from: 'for (const nested of tenant.groups.groupsOf(group)) seen.add(nested)', to: '' },
  { name: 'unread members are no members', file: 'membership.ts', from: 'complete = false\n    for (const user of', to: 'complete = true\n    for (const user of' },
  { name: 'a missing group is empty', file: 'membership.ts', from: 'if (start < 0) return { users, complete: false }', to: 'if (start < 0) return { users, complete: true }' },
  { name: 'roles of administrative units count', file: 'membership.ts', from: "assignment.directoryScopeId !== '/' || ", to: '' },
  { name: 'custom roles count', file: 'membership.ts', from: ' || definition?.isBuiltIn === false', to: '' },
  { name: 'any group can hold a role', file: 'membership.ts', from: 'if (!tenant.groups.at(holding).isAssignableToRole) continue', to: '' },
  { name: 'application exclusions are dropped', file: `${conditions}resources.ts`, from: "return and(included, not(or(appsTruth(scope.exclude, target, tenant), filterTruth(scope.filter, 'exclude', target.app))))", to: 'return included' },
  { name: 'All does not reach user actions', file: `${conditions}resources.ts`, from: "scope.actions.has(target.action) || scope.include.has('all') ? TRUE : FALSE", to: 'scope.actions.has(target.action) ? TRUE : FALSE' },
  { name: 'All reaches authentication contexts', file: `${conditions}resources.ts`, from: "scope.include.has('all') ? UNKNOWN : FALSE", to: "scope.include.has('all') ? TRUE : FALSE" },
  { name: 'unpublished groups reach nobody', file: `${conditions}resources.ts`, from: 'microsoftTenants.includes(owner) ? UNKNOWN : FALSE', to: 'microsoftTenants.includes(owner) ? FALSE : FALSE' },
  { name: 'baseline scopes are ordinary', file: `${conditions}resources.ts`, from: 'return requested.length > 0 && requested', to: 'return false && requested' },
  { name: 'legacy baseline scopes are enforced', file: `${conditions}resources.ts`, from: "setting === 'legacy' ? FALSE", to: "setting === 'legacy' ? TRUE" },
  { name: 'only one audience counts', file: `${conditions}resources.ts`, from: '!baselineOnly(scopes.requested)) return anyOf(targets, ', to: '!baselineOnly(scopes.requested)) return anyOf(targets.slice(0, 1), ' },
  { name: 'application filters always match', file: `${conditions}workloads.ts`, from: 'attributeOf(attributes, path.toLowerCase())) ? TRUE : FALSE', to: 'attributeOf(attributes, path.toLowerCase())) ? TRUE : TRUE' },
  { name: 'managed identities are reached', file: `${conditions}workloads.ts`, from: "if (app.servicePrincipalType !== null && app.servicePrincipalType !== 'Application') return FALSE", to: '' },
  { name: 'workload policies reach people', file: 'sign-in-rows.ts', from: 'policy.workloads === null ? userTruth(policy.users, subject) : FALSE', to: 'userTruth(policy.users, subject)' },
  { name: 'EAS does not include its supported part', file: `${conditions}values.ts`, from: " || (value === 'easSupported' && listed.includes('exchangeActiveSync'))", to: '' },
  { name: 'an absent client app matches any list', file: `${conditions}values.ts`, from: 'return agreed(clientAppTypes.map(type => clientAppTruth(listed, type)))', to: 'return TRUE' },
  { name: 'platform exclusions are dropped', file: `${conditions}values.ts`, from: 'const excluded = listed(exclude, value.toLowerCase())', to: 'const excluded: Truth = FALSE' },
  { name: 'the unrecognised platform is in no list', file: `${conditions}values.ts`, from: "if (list.includes('all') || list.includes(value)) return TRUE", to: "if ((list.includes('all') && value !== unrecognisedPlatform) || list.includes(value)) return TRUE" },
  { name: 'risk is a threshold', file: `${conditions}values.ts`, from: 'if (list.length === 0 || list.includes(value)) return TRUE\n  if (value === \'hidden\'', to: 'if (list.length === 0 || list.includes(value) || value === \'high\') return TRUE\n  if (value === \'hidden\'' },
  { name: 'hidden risk matches nothing', file: `${conditions}values.ts`, from: "if (value === 'hidden' || !riskNames.has(value)) return UNKNOWN", to: '' },
  { name: 'insider risk is not looked at', file: 'condition-rows.ts', from: 'insiderTruth(conditions.insiderRiskLevels, value)', to: 'TRUE' },
  { name: 'authentication flows are not looked at', file: 'condition-rows.ts', from: 'flowTruth(conditions.authenticationFlows, value)', to: 'TRUE' },
  { name: 'location exclusions are dropped', file: `${conditions}locations.ts`, from: 'and(included, not(listTruth(condition.excludeLocations, locations, place)))', to: 'included' },
  { name: 'the last address of a range is outside', file: `${conditions}locations.ts`, from: 'address.value <= range.high', to: 'address.value < range.high' },
  { name: 'MFA trusted IPs are not trusted', file: `${conditions}locations.ts`, from: 'return or(named, mfaTruth(locations, place))', to: 'return named' },
  { name: 'unmapped addresses are in every country list', file: `${conditions}locations.ts`, from: 'place.country === null ? location.includeUnknown', to: 'place.country === null ? true' },
  { name: 'a GPS country is judged by address', file: `${conditions}locations.ts`, from: "if (location.countryLookupMethod === 'authenticatorAppGps') {", to: "if (location.countryLookupMethod === 'none') {" },
  { name: 'IPv4 and IPv6 are one space', file: `${conditions}locations.ts`, from: 'range.family === address.family && ', to: '' },
  { name: 'two cells of addresses are merged', file: `${conditions}place-cells.ts`, from: 'names.get(name) ?? names.size', to: 'names.get(name) ?? Math.min(names.size, 1)' },
  { name: 'all countries but one are the same', file: `${conditions}place-cells.ts`, from: 'codes.get(country.toLowerCase()) ?? 2', to: '2' },
  { name: 'people without an account are all alike', file: 'sign-in-rows.ts', from: '`${kind} ${named(ids, id)}\\n${named(types, guestType)}\\n${named(homes, homeTenantId?.toLowerCase() ?? null)}`', to: 'kind' },
  { name: 'the filter mode is ignored', file: `${conditions}devices.ts`, from: "return filter.mode === 'include' ? matched : not(matched)", to: 'return matched' },
  { name: 'unmanaged devices show extension attributes', file: `${conditions}devices.ts`, from: "if (name.startsWith('extensionattribute') && !showsExtensions(device)) return null", to: '' },
  { name: 'a negative operator fails over null', file: 'device-filter/match.ts', from: 'if (positive !== undefined) return !positiveMatches(positive, value, term)', to: 'if (positive !== undefined) return value !== null && !positiveMatches(positive, value, term)' },
  { name: 'or binds tighter than and', file: 'device-filter/parse.ts', from: "return chain(reader, 'or', both)", to: "return chain(reader, 'and', reader2 => chain(reader2, 'or', unary))" },
  { name: 'collections match by substring', file: 'device-filter/match.ts', from: "value.some(element => compare('eq', element, term))", to: "value.some(element => compare('contains', element, term))" },
  { name: 'report-only policies are enforced', file: 'compile.ts', from: "enabledForReportingButNotEnforced: 'reportOnly'", to: "enabledForReportingButNotEnforced: 'enforced'" },
  { name: 'AND is read as OR', file: 'controls.ts', from: "=== 'AND' ? names.map(name => [name]) : [names]", to: "=== 'AND' ? [names] : [names]" },
  { name: 'OR is read as AND', file: 'controls.ts', from: "=== 'AND' ? names.map(name => [name]) : [names]", to: "=== 'AND' ? names.map(name => [name]) : names.map(name => [name])" },
  { name: 'a block can be outvoted', file: 'outcomes.ts', from: 'if (applying.some(policy => policy.demand.block))', to: 'if (applying.length > 0 && applying.every(policy => policy.demand.block))' },
  { name: 'the longest sign-in frequency wins', file: 'controls.ts', from: 'Number.parseInt(a, 10) <= Number.parseInt(b, 10) ? a : b', to: 'Number.parseInt(a, 10) >= Number.parseInt(b, 10) ? a : b' },
  { name: 'unknown policies do not matter', file: 'outcomes.ts', from: "JSON.stringify(certain) === JSON.stringify(possible) ? certain : { ...certain, result: 'unknown' }", to: 'JSON.stringify(certain) === JSON.stringify(possible) ? certain : certain' },
  { name: 'unknown conditions are ignored', file: 'compile.ts', from: "part.kind === 'member' && part.pointer.startsWith('/conditions')", to: "part.kind === 'member' && part.pointer.startsWith('/none')" }
]
