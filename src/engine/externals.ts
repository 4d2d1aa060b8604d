import { isUnsettled, userTruth, type Subject } from './conditions/users.ts'
import { FALSE } from './truth.ts'
import type { CompiledPolicy } from './compile.ts'
import type { SignInIdentity } from '#src/domain/sign-in.ts'

/** People of another tenant who have no account in this one: of one type, at home in one tenant or in any that no policy names. */
export interface External {
  readonly words: string
  readonly identity: SignInIdentity
  readonly subject: Subject
  /** Truth of a policy's user condition. */
  truthOf(policy: CompiledPolicy): number
}

const types = ['b2bCollaborationGuest', 'b2bCollaborationMember', 'b2bDirectConnectUser', 'otherExternalUser', 'serviceProvider'] as const
const elsewhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

/** The externals that the policies may tell apart (S1, C7, C8), those whom `All` may or may not reach once for either supposition. */
export function externalsFor(policies: readonly CompiledPolicy[]): External[] {
  const sides = policies.flatMap(({ users }) => [users.include, users.exclude])
  const homes = [...new Set(sides.flatMap(side => side.guests?.externalTenants?.members ?? []).map(id => id.toLowerCase()))].sort()
  return types.flatMap(type => [...homes, elsewhere].flatMap(home => (isUnsettled(type) ? [true, false] : [undefined]).map((reachedByAll): External => {
    const subject: Subject = { kind: 'external', index: -1, id: '', guestType: type, homeTenantId: home, ...reachedByAll === undefined ? {} : { reachedByAll } }
    const supposed = reachedByAll === undefined ? '' : `, if \`All\` ${reachedByAll ? 'reaches' : 'does not reach'} them`
    return {
      words: `${type} of ${home === elsewhere ? 'another tenant' : `tenant \`${home}\``}${supposed}`,
      identity: { '@odata.type': '#microsoft.graph.userSignIn', externalUserType: type, externalTenantId: home },
      subject,
      truthOf: policy => policy.workloads === null ? userTruth(policy.users, subject) : FALSE
    }
  })))
}
