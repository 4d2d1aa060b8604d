import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buildApp } from '#src/http/app.ts'
import { documentsOf, yamlOf } from '#src/http/documents.ts'
import { manifestFiles } from '#src/manifest/files.ts'
import { skills } from '#src/skills/all.ts'
import type { DecidingPorts, Idempotency, Ports } from '#src/skills/ports.ts'

/** The address in the committed files; a running service puts its own into what it serves. */
const publicUrl = 'https://lacuna.example.com'

function uncalled(): never {
  throw new Error('the files are written without calling anything')
}

const ports: Ports = {
  now: uncalled, snapshot: uncalled, drafts: { save: uncalled, get: uncalled },
  changes: { submit: uncalled, get: uncalled, list: uncalled, link: uncalled },
  runs: { start: uncalled, get: uncalled, cancel: uncalled, settled: uncalled },
  suggestions: { feedback: uncalled, respond: uncalled }, settings: uncalled, cursors: { seal: uncalled, open: uncalled }
}
const deciding: DecidingPorts = { approve: uncalled, reject: uncalled, withdraw: uncalled, declare: uncalled, remember: uncalled, rolesNow: uncalled }
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
  ...manifestFiles(skills, flat, { publicUrl })
]
for (const { path, text } of files) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
