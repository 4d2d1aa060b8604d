import { idOf, mixed, momentOf, oneOf } from './draw.ts'
import { emergencyAccounts, firstOf, perThousand, type Plan } from './plan.ts'

const given = ['Ana', 'Ben', 'Cleo', 'Dina', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kai', 'Lena', 'Milo', 'Noor', 'Otto', 'Pia', 'Quinn', 'Rosa',
  'Sami', 'Tess', 'Uma', 'Vera', 'Wim', 'Xenia', 'Yara', 'Zoe'] as const
const family = ['Abel', 'Berg', 'Cole', 'Dahl', 'Ernst', 'Falk', 'Grau', 'Holm', 'Iversen', 'Jansen', 'Kern', 'Lund', 'Meyer', 'Novak', 'Olsen', 'Peters',
  'Quist', 'Roth', 'Sato', 'Thorn', 'Urban', 'Vance', 'Weber', 'Xu', 'Young', 'Zimmer'] as const

export const domain = 'generated.example'
const partners = [0, 1, 2] as const

interface Account {
  readonly displayName: string
  readonly userPrincipalName: string
}

type Standing = 'emergency' | 'synchronization' | 'administrator' | 'service' | 'person'

/** What the account at an index is for. */
function standingOf(plan: Plan, index: number): Standing {
  const { administrators, services, people } = firstOf(plan)
  if (index < emergencyAccounts) return 'emergency'
  if (index < administrators) return 'synchronization'
  if (index < services) return 'administrator'
  return index < people ? 'service' : 'person'
}

/** Whether the account is a guest's or an external member's: some of the people. */
function isExternal(plan: Plan, index: number): boolean {
  return standingOf(plan, index) === 'person' && mixed(plan.seed, index, 11) % 1000 < perThousand.guests
}

function accountOf(plan: Plan, index: number): Account {
  const standing = standingOf(plan, index)
  if (standing === 'emergency') return { displayName: `Emergency access ${index + 1}`, userPrincipalName: `emergency${index + 1}@${domain}` }
  if (standing === 'synchronization') return { displayName: 'On-Premises Directory Synchronization Service Account', userPrincipalName: `sync_${index}@${domain}` }
  if (standing === 'service') return { displayName: `Service ${index}`, userPrincipalName: `svc-${index}@${domain}` }
  const [first, last] = [oneOf(given, plan.seed, index, 12), oneOf(family, plan.seed, index, 13)]
  const local = `${first}.${last}.${index}`.toLowerCase()
  return { displayName: `${first} ${last}`, userPrincipalName: standing === 'administrator' ? `adm-${local}@${domain}` : `${local}@${domain}` }
}

/** Nine of ten are B2B guests, some are members of another tenant, some are guests with a local account. */
function externalMembers(plan: Plan, index: number): Record<string, unknown> {
  const kind = mixed(plan.seed, index, 14) % 20
  if (kind === 0) return { userType: 'Guest' }
  const partner = oneOf(partners, plan.seed, index, 15)
  const { userPrincipalName } = accountOf(plan, index)
  return {
    userType: kind === 1 ? 'Member' : 'Guest', userPrincipalName: `${userPrincipalName.replace(`@${domain}`, '')}_partner${partner}.example#EXT#@${domain}`,
    externalUserState: 'Accepted', creationType: 'Invitation', homeTenantId: idOf(plan.seed, 'tenant', partner + 1)
  }
}

/** The account at an index, in Graph's shape. */
export function userAt(plan: Plan, index: number): object {
  const standing = standingOf(plan, index)
  const isOff = standing === 'person' && mixed(plan.seed, index, 16) % 1000 < perThousand.disabled
  return {
    id: idOf(plan.seed, 'user', index), ...accountOf(plan, index), userType: 'Member', accountEnabled: !isOff,
    createdDateTime: momentOf(plan.seed, index, 17), onPremisesSyncEnabled: standing === 'person' && !isExternal(plan, index) ? true : null,
    externalUserState: null, creationType: null, ...(isExternal(plan, index) ? externalMembers(plan, index) : {})
  }
}

/** Whether the account belongs to somebody who works here. */
export function isStaff(plan: Plan, index: number): boolean {
  return ['administrator', 'person'].includes(standingOf(plan, index)) && !isExternal(plan, index)
}
