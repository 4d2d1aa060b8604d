import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Finding } from './finding.ts'
import manifestSchema from './manifest.schema.json' with { type: 'json' }
import strictSchema from './manifest.strict.schema.json' with { type: 'json' }
import { follow, found, top, valueOf, type Source } from './place.ts'
import promptbookSchema from './promptbook.schema.json' with { type: 'json' }

const ajv = new Ajv2020({ strictRequired: false, strictTypes: false, allowUnionTypes: true, allowMatchingProperties: true, allErrors: true })
ajv.addSchema(manifestSchema)
const [loads, keepsToProfile, isPromptbook] = [ajv.compile(manifestSchema), ajv.compile(strictSchema), ajv.compile(promptbookSchema)]

/** Members of a promptbook that the server assigns: told by their own rule. */
export const serverFields = ['promptbookId', 'createdAt', 'updatedAt', 'workspaceId', 'userId', 'tenantId', 'ownerName', 'promptbookPromptId']

/** What the schema of the file's kind refuses. */
export function schemaRules(source: Source, isStrict: boolean): Finding[] {
  const value = valueOf(top(source))
  if (source.kind === 'promptbook') {
    return errorsOf(isPromptbook, value).filter(({ params }) => !serverFields.includes(String(params['additionalProperty']))).map(error => told(source, error, 'promptbook-schema'))
  }
  if (source.kind !== 'manifest') return []
  const loading = errorsOf(loads, value)
  const findings = loading.map(error => told(source, error, 'schema'))
  if (!isStrict) return findings
  const said = new Set(loading.map(keyOf))
  return [...findings, ...errorsOf(keepsToProfile, value).filter(error => !said.has(keyOf(error))).map(error => told(source, error, 'strict-schema'))]
}

/** The errors that say something: not those of branches, and each once. */
function errorsOf(validate: ValidateFunction, value: unknown): ErrorObject[] {
  if (validate(value)) return []
  const errors = (validate.errors ?? []).filter(({ keyword, schemaPath }) => keyword !== 'if' && !/\/(oneOf|anyOf)\/\d+\/|\/contains\//.test(schemaPath))
  return [...new Map(errors.map(error => [keyOf(error), error])).values()]
}

function keyOf({ instancePath, keyword, params }: ErrorObject): string {
  return JSON.stringify([instancePath, keyword, params])
}

function told(source: Source, error: ErrorObject, code: string): Finding {
  const path = error.instancePath.split('/').slice(1).map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const extra: unknown = error.params['additionalProperty']
  const place = typeof extra === 'string' ? follow(top(source), path, extra) : follow(top(source), path)
  return found(place, { code, message: messageOf(error), leadsTo: code === 'schema' ? leadsTo(error, path) : code === 'promptbook-schema' ? ['promptbook-400'] : [] })
}

function messageOf({ keyword, params, message = 'is not as it should be', instancePath }: ErrorObject): string {
  const name = /[^/]+(\/\d+)?$/.exec(instancePath)?.[0] ?? 'the file'
  if (keyword === 'additionalProperties') return `\`${String(params['additionalProperty'])}\` is not known here`
  if (keyword === 'required') return `\`${String(params['missingProperty'])}\` is missing`
  if (keyword === 'enum') return `\`${name}\` must be one of ${[params['allowedValues']].flat().map(value => `\`${String(value)}\``).join(', ')}`
  if (keyword === 'oneOf') return `\`${name}\` must have exactly one of the forms that are allowed`
  if (keyword === 'contains') return 'an agent needs a skill group of the format `AGENT`'
  if (keyword === 'not') return `\`${name}\` must not have this value`
  return `\`${name}\` ${message}`
}

function leadsTo({ keyword, params }: ErrorObject, path: readonly string[]): string[] {
  if (path.at(-1) === 'Format' || params['missingProperty'] === 'Format') return ['2001']
  if (path[0] === 'SkillGroups' && (keyword === 'oneOf' || params['missingProperty'] === 'Settings')) return ['2001']
  return ['required', 'minLength', 'minItems', 'contains'].includes(keyword) || path.at(-1) === 'OpenApiSpecUrl' ? ['2002'] : []
}
