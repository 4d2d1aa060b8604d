import { across } from './across.ts'
import { openAiRules } from './authorization-rules.ts'
import type { Finding } from './finding.ts'
import { manifestRules } from './manifest-rules.ts'
import { openApiRules } from './openapi-rules.ts'
import { promptbookRules } from './promptbook-rules.ts'
import { readFile, type GivenFile } from './read.ts'
import { schemaRules } from './schema-rules.ts'

export interface LintOptions {
  /** Adds documented limits and conventions that files break without an upload error being known. */
  readonly strict?: boolean
  /** Skills of skillsets that are not among the files, each as `Skillset.Skill`. */
  readonly allowed?: readonly string[]
}

/** What is wrong with plugin and agent manifests, OpenAPI documents and promptbooks that belong together; in the order of the files and lines. */
export function lint(files: readonly GivenFile[], { strict = false, allowed = [] }: LintOptions = {}): Finding[] {
  const read = files.map(readFile)
  const sources = read.flatMap(({ source }) => source ?? [])
  const all = across(sources, allowed)
  const findings = [
    ...read.flatMap(one => one.findings),
    ...sources.flatMap(source => [...schemaRules(source, strict), ...manifestRules(source, all), ...openApiRules(source), ...promptbookRules(source, all), ...openAiRules(source)])
  ]
  const order = files.map(({ file }) => file)
  return findings.toSorted((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column || a.code.localeCompare(b.code))
}

/** Those that make the files unfit. */
export function counted(findings: readonly Finding[], { strict = false }: LintOptions = {}): Finding[] {
  return findings.filter(({ severity }) => severity === 'error' || (strict && severity === 'warning'))
}
