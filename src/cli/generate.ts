import { generate } from '#src/simulator/generate/generate.ts'
import { argumentsOf, numberOf, print, Unusable } from './terminal.ts'

/** `lacuna generate`: a tenant file on standard output, the same bytes for the same numbers. */
export async function generateTenant(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, {
    users: { type: 'string' }, apps: { type: 'string' }, policies: { type: 'string' }, seed: { type: 'string' }
  })
  const options = {
    users: numberOf(values.users, 'users'), apps: numberOf(values.apps, 'apps'), policies: numberOf(values.policies, 'policies'),
    seed: numberOf(values.seed, 'seed')
  }
  try {
    for (const piece of generate(options)) await print(piece)
  } catch (error) {
    if (error instanceof RangeError) throw new Unusable(error.message)
    throw error
  }
  return 0
}
