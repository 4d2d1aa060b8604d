import { unzipSync, zipSync, type Zippable } from 'fflate'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'
import { counted, lint } from './lint/lint.ts'

/** A file of the package; its path has no leading slash. */
export interface Part {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The moment at which ZIP begins to count, without a zone: the same parts give the same bytes, wherever and whenever. */
const mtime = '1980-01-01T00:00:00'

/** The package as bytes, its parts in the order of their paths. */
export function zipped(parts: readonly Part[]): Uint8Array {
  const sorted = parts.toSorted((a, b) => a.path < b.path ? -1 : 1)
  const files: Zippable = Object.fromEntries(sorted.map(({ path, bytes }): [string, Zippable[string]] => [path, [bytes, { mtime, level: 9, os: 0, attrs: 0 }]]))
  return zipSync(files)
}

const Package = Type.Object({
  schema: Type.Object({ version: Type.String({ pattern: '^1\\.0\\.0$' }) }),
  manifest: Type.Array(Type.Object({
    id: Type.String({ pattern: '^\\S+$' }), description: Type.String({ minLength: 1 }), type: Type.Unsafe<string>({ type: 'string', enum: ['CopilotAgent', 'SentinelLake'] })
  }), { minItems: 1 })
})

/** Everything that the Store would refuse in a package, read back from its bytes. */
export function faultsOf(bytes: Uint8Array): string[] {
  const files = new Map(Object.entries(unzipSync(bytes)))
  const names = [...files.keys()]
  const hidden = names.filter(name => /(^|\/)(\.|__MACOSX)/.test(name)).map(name => `\`${name}\` is hidden; take it out`)
  const head = files.get('PackageManifest.yaml')
  if (head === undefined) return [...hidden, '`PackageManifest.yaml` is missing at the top']
  const content: unknown = parse(new TextDecoder().decode(head))
  if (!Value.Check(Package, content)) return [...hidden, ...Value.Errors(Package, content).map(({ instancePath, message }) => `PackageManifest.yaml ${instancePath} ${message}`)]
  const agents = content.manifest.filter(({ type }) => type === 'CopilotAgent').map(({ id }) => id)
  const folders = new Set(names.filter(name => name.includes('/')).map(name => name.slice(0, name.indexOf('/'))))
  const strays = [...folders].filter(folder => !content.manifest.some(({ id }) => id === folder)).map(folder => `\`${folder}/\` is in no entry of PackageManifest.yaml`)
  return [...hidden, ...strays, ...agents.flatMap(id => agentFaults(id, files))]
}

/** Files that may stand beside an agent's manifest. */
const allowed = /^(AgentManifest\.yaml|openapispec_\d+\.(yaml|json)|template_\d+\.txt|mainTemplate\.json)$/

function agentFaults(id: string, files: ReadonlyMap<string, Uint8Array>): string[] {
  const own = [...files].filter(([name]) => name.startsWith(`${id}/`)).map(([name, bytes]) => ({ file: name, bytes }))
  if (!files.has(`${id}/AgentManifest.yaml`)) return [`\`${id}/AgentManifest.yaml\` is missing`]
  const others = own.filter(({ file }) => !allowed.test(file.slice(id.length + 1))).map(({ file }) => `\`${file}\` is no file that a package has`)
  const yaml = own.filter(({ file }) => /\.(yaml|json)$/.test(file) && !file.endsWith('mainTemplate.json'))
  const findings = lint(yaml, { strict: true })
  const wrong = [...counted(findings, { strict: true }), ...findings.filter(({ code }) => storeCodes.includes(code))]
  return [...others, ...wrong.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)]
}

/** Notes elsewhere; reasons for which the Store's review refuses. */
const storeCodes = ['product-name', 'generic-name', 'fixed-period']
