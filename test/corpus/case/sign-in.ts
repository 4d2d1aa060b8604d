import type { ExpectedVerdict, Outcome } from './schema.ts'

/** The body of Graph's `evaluate` that a case's sign-in stands for: Ada, to mail, from a browser on Windows, where it says nothing else. */
export function bodyOf({ who = 'ada', to = 'mail', given, scopes, publicClient }: ExpectedVerdict): Record<string, unknown> {
  const isContext = typeof to === 'object' && !Array.isArray(to)
  return {
    signInIdentity: typeof who === 'string' ? { '@odata.type': '#microsoft.graph.userSignIn', userId: who } : who,
    signInContext: isContext ? to : { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [to].flat() },
    signInConditions: { clientAppType: 'browser', devicePlatform: 'windows', ...given },
    ...scopes === undefined ? {} : { requestedScopes: scopes }, ...publicClient === undefined ? {} : { publicClient }
  }
}

/** An expected outcome as `result` and `controls`; of an unknown one, `certain` is what is demanded in any case. */
export function outcomeOf(expected: Outcome, certain: readonly string[] = []): { result: string, controls: string[][] } {
  const clauses = (list: readonly string[]): string[][] =>
    list.map(clause => clause.split(' or ').toSorted()).toSorted((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1))
  return typeof expected === 'string' ? { result: expected, controls: clauses(certain) } : { result: 'grantedWith', controls: clauses(expected) }
}
