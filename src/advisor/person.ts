import type { User } from '#src/domain/directory.ts'

/** A person as others know them. */
export function userName({ id, displayName, userPrincipalName }: Pick<User, 'id' | 'displayName' | 'userPrincipalName'>): string {
  if (displayName === '') return userPrincipalName === '' ? id : userPrincipalName
  return userPrincipalName === '' ? displayName : `${displayName} <${userPrincipalName}>`
}
