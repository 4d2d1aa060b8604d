import { readFile } from 'node:fs/promises'
import { errorsLike, type KnownError } from '#src/manifest/lint/known-errors.ts'
import type { Finding } from '#src/manifest/lint/finding.ts'
import { counted, lint } from '#src/manifest/lint/lint.ts'
import { unreadable } from '#src/manifest/lint/read.ts'
import { argumentsOf, print, say, Unusable } from './terminal.ts'

/** `lacuna lint-manifest`: 0 where the files are clean, 1 with findings, 2 where one cannot be read. */
export async function lintManifest(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, {
    strict: { type: 'boolean', default: false }, explain: { type: 'boolean', default: false }, allow: { type: 'string', multiple: true, default: [] },
    format: { type: 'string', default: 'text' }
  })
  if (values.explain) return explain(positionals.join(' '))
  if (positionals.length === 0) throw new Unusable('give the files: plugin and agent manifests, OpenAPI documents, promptbooks; those that belong together, together')
  if (!['text', 'json'].includes(values.format)) throw new Unusable('give `--format` text or json')
  const options = { strict: values.strict, allowed: values.allow }
  const findings = lint(await Promise.all(positionals.map(async file => ({ file, bytes: await bytesOf(file) }))), options)
  await print(values.format === 'json' ? `${JSON.stringify(findings)}\n` : textOf(findings))
  const wrong = counted(findings, options)
  say(wrong.length === 0 ? `clean: ${positionals.length} files` : `${wrong.length} ${wrong.length === 1 ? 'finding' : 'findings'} in ${new Set(wrong.map(({ file }) => file)).size} of ${positionals.length} files`)
  return findings.some(({ code }) => unreadable.includes(code)) ? 2 : wrong.length === 0 ? 0 : 1
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw new Unusable(`\`${file}\` cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`)
  })
}

/** A line a finding, and below them what the errors mean that they lead to. */
function textOf(findings: readonly Finding[]): string {
  const lines = findings.map(({ file, line, column, severity, code, message, leadsTo }) =>
    `${file}:${line}:${column}: ${severity} ${code}: ${message}${leadsTo.length === 0 ? '' : ` [${leadsTo.join(', ')}]`}\n`)
  const told = new Set(findings.flatMap(({ leadsTo }) => leadsTo))
  const explained = errorsLike('').filter(({ id }) => told.has(id)).map(explanation)
  return [...lines, ...explained.length === 0 ? [] : ['\nWhat these lead to:\n'], ...explained].join('')
}

function explanation({ id, says, means, todo }: KnownError): string {
  return `\n${id}: ${says}\n  means: ${means}\n  do: ${todo}\n`
}

async function explain(text: string): Promise<number> {
  const known = errorsLike(text)
  if (known.length === 0) throw new Unusable(`no known error is like \`${text}\`; \`--explain\` alone lists them all`)
  await print(known.map(explanation).join('').trimStart())
  return 0
}
