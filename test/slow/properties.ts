import { env } from 'node:process'

/** The theorems about tenants for tenants that `npm test` does not draw, and more of them. */
Object.assign(env, { LACUNA_TENANTS: '150', LACUNA_ORDERS: '3', LACUNA_SEED: '20270205' })
for (const name of ['combination', 'comparison', 'determinism', 'findings', 'recompile']) await import(`#test/properties/${name}.ts`)
env['LACUNA_TENANTS'] = '40'
await import('#test/properties/suggestions.ts')
