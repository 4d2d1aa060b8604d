/** A number and its noun, one or many. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Whom a region of sign-ins is of: its accounts, or where there are none whoever it may be. */
export function accountsIn(count: number, isRead: boolean): string {
  return count > 0 ? counted(count, 'account') : isRead ? 'people without an account here' : 'accounts, which were not read'
}

/** The first names of a list as a phrase, and how many more there are. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most)
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`
  return shown.length <= 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
