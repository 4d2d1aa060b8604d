import { print, Unusable } from './terminal.ts'

const usage = `lacuna analyze  TENANT [--format json|markdown|html|csv] [--requirement ID] [--summary]   the whole optimization, offline
lacuna what-if  TENANT --sign-ins FILE|-                                  newline-delimited sign-ins in, verdicts out
lacuna compare  TENANT --with POLICY.json                                 what one added or changed policy would do
lacuna simulate TENANT --port N                                           the Graph and login simulator
lacuna generate --users N --apps N --policies N --seed N                  a synthetic tenant, as a stream
lacuna verify-audit FILE|- [--head HASH]                                  whether an exported audit trail is intact
lacuna lint-manifest FILE... [--strict] [--allow SKILLSET.SKILL]          what Security Copilot would refuse, by line; --explain [ERROR]
lacuna package OUT.zip [--from DIR]                                       the package for the Security Store

TENANT is a tenant file (JSON, gzip too) or a directory of policy exports.
`

/** A verb's own part of the command: takes its arguments, answers the exit code. Each loads only what it needs. */
type Verb = (args: string[]) => Promise<number>

const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  analyze: async () => (await import('./analyze.ts')).analyze,
  'what-if': async () => (await import('./what-if.ts')).whatIf,
  compare: async () => (await import('./compare.ts')).compareWith,
  simulate: async () => (await import('./simulate.ts')).simulate,
  generate: async () => (await import('./generate.ts')).generateTenant,
  'verify-audit': async () => (await import('./verify-audit.ts')).verifyAudit,
  'lint-manifest': async () => (await import('./lint-manifest.ts')).lintManifest,
  package: async () => (await import('./package-store.ts')).packageStore
}

async function run([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === 'help') {
    await print(usage)
    return 0
  }
  const load = verbs[name]
  if (load === undefined) throw new Unusable(`${name === '' ? 'a verb is missing' : `\`${name}\` is no verb`}; give one of ${Object.keys(verbs).join(', ')}\n\n${usage}`)
  return (await load())(args)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Unusable)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
