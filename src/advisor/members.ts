import { identityAt } from '#src/engine/identity.ts'
import type { Compiled } from '#src/engine/compile.ts'
import type { Coverage } from '#src/engine/coverage.ts'
import type { Situation } from '#src/engine/situations.ts'

/** A user, or a workload, who is in a gap of a requirement, and when. */
export interface Member {
  readonly requirement: string
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly state: Exclude<Situation['state'], 'covered'>
  /** The conditions of the gaps, as phrases. */
  readonly when: readonly string[]
}

/** Users asked for at a time. */
const page = 1_000

/** Everybody who is in a gap of the requirement, one after the other, those first who are never covered; no list of them is ever made. */
export function* membersOfGaps({ tenant }: Compiled, { requirement, status, situations }: Coverage): Generator<Member> {
  if (status !== 'gap') return
  for (const { state, users, except } of situations) {
    if (state === 'covered') continue
    const when = except.map(({ words }) => words)
    for (let from = 0; from < users.count; from += page) {
      for (const index of users.page(from, page)) {
        const { id, userPrincipalName, displayName } = identityAt(tenant, requirement, index)
        yield { requirement: requirement.id, id, userPrincipalName, displayName, state, when }
      }
    }
  }
}
