import { env } from 'node:process'

/** The theorems about tenants for tenants that `npm test` does not draw, and more of them. */
Object.assign(env, { LACUNA_TENANTS: '150', LACUNA_ORDERS: '3', LACUNA_SEED: '20270205', LACUNA_PAIRS: '50000' })
await import('#test/properties/combination.ts')
await import('#test/properties/comparison.ts')
await import('#test/properties/determinism.ts')
await import('#test/properties/engine-agrees.ts')
await import('#test/properties/findings.ts')
await import('#test/properties/recompile.ts')
await import('#test/properties/writes.ts')
env['LACUNA_TENANTS'] = '40'
await import('#test/properties/plans.ts')
await import('#test/properties/suggestions.ts')
