import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { faultsOf, zipped, type Part } from '#src/manifest/store-package.ts'
import { argumentsOf, pathOf, say, Unusable } from './terminal.ts'

/** `lacuna package`: zips what `npm run build:files` wrote, and reads it back. 0 where it is fit, 1 where the Store would refuse it. */
export async function packageStore(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { from: { type: 'string', default: '.' } })
  const out = pathOf(positionals, 'OUT.zip')
  const parts = await partsIn(values.from).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) throw new Unusable(`\`${values.from}\` holds no package (${String(error.code)}); run \`npm run build:files\` first`)
    throw error
  })
  const bytes = zipped(parts)
  await writeFile(out, bytes)
  const faults = faultsOf(await readFile(out))
  for (const fault of faults) say(fault)
  if (parts.some(({ bytes: text }) => Buffer.from(text).includes('YOUR-'))) say('ids are still to be filled in: `npm run build:files -- --public-url URL --tenant ID --api ID --client ID`')
  say(faults.length === 0 ? `packed ${parts.length} files, ${bytes.length} bytes` : `${faults.length} faults`)
  return faults.length === 0 ? 0 : 1
}

/** The files below `manifest/store`, and the OpenAPI document beside each agent's manifest. */
async function partsIn(from: string): Promise<Part[]> {
  const store = join(from, 'manifest', 'store')
  const entries = await readdir(store, { withFileTypes: true, recursive: true })
  const paths = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(store.length + 1).replaceAll('\\', '/'))
  const parts = await Promise.all(paths.map(async path => ({ path, bytes: await readFile(join(store, path)) })))
  const document = await readFile(join(from, 'openapi', 'skills.yaml'))
  const agents = paths.filter(path => path.endsWith('/AgentManifest.yaml')).map(path => path.slice(0, path.indexOf('/')))
  return [...parts, ...agents.map(agent => ({ path: `${agent}/openapispec_1.yaml`, bytes: document }))]
}
