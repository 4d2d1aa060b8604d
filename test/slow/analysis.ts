import { env } from 'node:process'

/** Claims about policies, and comparisons, against drawn points, for tenants that `npm test` does not draw, and more of them. */
Object.assign(env, { LACUNA_TENANTS: '1000', LACUNA_SEED: '20270205' })
await import('#test/properties/analysis.ts')
await import('#test/properties/comparison-points.ts')
