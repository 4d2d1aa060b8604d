import { env } from 'node:process'

/** Coverage against drawn points, for tenants that `npm test` does not draw, and more of them. */
Object.assign(env, { LACUNA_TENANTS: '2000', LACUNA_SEED: '20270205' })
await import('#test/properties/coverage-sound.ts')
