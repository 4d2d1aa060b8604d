import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from '#src/http/app.ts'
import { documentsOf, yamlOf } from '#src/http/documents.ts'
import { idOption, publicAddress } from '#src/manifest/address.ts'
import { manifestFiles } from '#src/manifest/files.ts'
import { skills } from '#src/skills/all.ts'
import type { DecidingPorts, Idempotency, Ports } from '#src/skills/ports.ts'

/**
 * `npm run build:files`: the OpenAPI documents and what Security Copilot is given. The committed files are those without an option: a
 * running service puts its own address into what it serves.
 */
const { values } = parseArgs({
  options: {
    'public-url': { type: 'string', default: 'https://lacuna.example.com' }, out: { type: 'string', default: '.' },
    tenant: { type: 'string' }, api: { type: 'string' }, client: { type: 'string' }
  }
})

function written() {
  try {
    const { tenant, api, client } = values
    return {
      publicUrl: publicAddress(values['public-url']), ...tenant === undefined ? {} : { tenantId: idOption(tenant, 'tenant') },
      ...api === undefined ? {} : { apiClientId: idOption(api, 'api') }, ...client === undefined ? {} : { copilotClientId: idOption(client, 'client') }
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  }
}

const options = written()
const { publicUrl } = options

function uncalled(): never {
  throw new Error('the files are written without calling anything')
}

const ports: Ports = {
  now: uncalled, snapshot: uncalled, directory: uncalled, drafts: { save: uncalled, get: uncalled },
  changes: { submit: uncalled, get: uncalled, list: uncalled, link: uncalled },
  plans: { begin: uncalled, get: uncalled, list: uncalled, reportDone: uncalled, giveUp: uncalled },
  runs: { start: uncalled, get: uncalled, cancel: uncalled, settled: uncalled, underWay: uncalled },
  suggestions: { feedback: uncalled, respond: uncalled }, usage: { budgets: {}, note: uncalled, spent: uncalled, bySkill: uncalled, page: uncalled }, audit: { page: uncalled, whole: uncalled, verify: uncalled }, settings: uncalled, cursors: { seal: uncalled, open: uncalled }
}
const deciding: DecidingPorts = {
  approve: uncalled, reject: uncalled, withdraw: uncalled, comment: uncalled, resolve: uncalled, declare: uncalled, remember: uncalled, rolesNow: uncalled
}
const idempotency: Idempotency = { claim: uncalled, keep: uncalled, release: uncalled }

const app = await buildApp({
  ports, deciding, idempotency, verifier: uncalled, rules: { clients: [], guests: false }, ready: uncalled, log: { level: 'silent' },
  trustProxy: false, rateLimit: 1,
  documents: { publicUrl, authority: 'https://login.microsoftonline.com', audience: '00000000-0000-0000-0000-000000000000' }
})
await app.ready()
const { skills: flat, full } = documentsOf(app)
await app.close()

const files = [
  { path: 'openapi/skills.yaml', text: yamlOf(flat) }, { path: 'openapi/lacuna.yaml', text: yamlOf(full) },
  ...manifestFiles(skills, flat, options)
]
for (const { path, text } of files) {
  const place = join(values.out, path)
  await mkdir(dirname(place), { recursive: true })
  await writeFile(place, text)
}
