/** What is asked of the generator. */
export interface GenerateOptions {
  readonly users: number
  readonly apps: number
  readonly policies: number
  readonly seed: number
}

/**
 * The sizes of a generated tenant, all from the number of users. The shares are what directories of companies look like: some
 * accounts are off, some people are guests, few administer, teams are small and many, departments few and unequal.
 */
export interface Plan extends GenerateOptions {
  readonly administrators: number
  readonly services: number
  readonly divisions: number
  readonly departments: number
  readonly teams: number
  /** Ordinary people whom somebody once excluded from MFA. */
  readonly exceptions: number
}

export const emergencyAccounts = 2
/** Emergency accounts come first, then the synchronization account, administrators, services, people. */
const synchronizationAccounts = 1

/** Parts of a thousand people. */
export const perThousand = { guests: 80, disabled: 60 } as const

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)))
}

/** Throws a RangeError when the numbers make no tenant: a tenant has at least 10 users and at most 240 policies. */
export function planOf(options: GenerateOptions): Plan {
  const { users, apps, policies, seed } = options
  for (const [name, value] of Object.entries(options)) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`\`${name}\` must be a whole number that is not negative`)
  }
  if (users < 10) throw new RangeError('`users` must be at least 10')
  if (policies > 240) throw new RangeError('`policies` must be at most 240, the number a tenant can hold')
  const departments = between(Math.sqrt(users) / 4, 2, 60)
  return {
    users, apps, policies, seed, departments,
    administrators: between(users * 0.012, 5, 80), services: between(users * 0.004, 1, 200),
    divisions: between(departments / 6, 1, 8), teams: between(users / 14, departments, 20_000), exceptions: between(users * 0.012, 1, 60)
  }
}

/** The index of the first account of each kind; `people` goes to the end. */
export function firstOf({ administrators, services }: Plan): Record<'synchronization' | 'administrators' | 'services' | 'people', number> {
  const first = emergencyAccounts + synchronizationAccounts
  return { synchronization: emergencyAccounts, administrators: first, services: first + administrators, people: first + administrators + services }
}
