import ajvCompiler, { type Options } from '@fastify/ajv-compiler'
import type { FastifyInstance } from 'fastify'

const factory = ajvCompiler()

type Schemas = Parameters<typeof factory>[0]
type Definition = Parameters<ReturnType<typeof factory>>[0]

/** Bodies are taken as they are or refused; queries, paths and headers are text and are coerced. Nothing is stripped silently. */
export function buildValidator(schemas: Schemas, { customOptions }: { customOptions?: Options } = {}) {
  const strict = factory(schemas, { customOptions: { ...customOptions, coerceTypes: false, removeAdditional: false } })
  const lax = factory(schemas, { customOptions: { ...customOptions, coerceTypes: 'array', removeAdditional: false } })
  return (definition: Definition) =>
    typeof definition === 'object' && 'httpPart' in definition && definition['httpPart'] === 'body' ? strict(definition) : lax(definition)
}

/** Bodies are JSON and nothing else. An empty body is no body; members named `__proto__` or `constructor` are refused. */
export function addJsonParser(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body, done)
  })
}
