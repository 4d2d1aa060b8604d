import { Validator } from '@seriousme/openapi-schema-validator'
import { parse } from 'yaml'
import { test } from 'tap'
import { skills } from '#src/skills/all.ts'
import { startService } from '#test/fixtures/service.ts'

type Schema = { type?: string, properties?: Record<string, Schema>, default?: unknown }
type Operation = {
  operationId: string, summary: string, description: string, security?: unknown,
  parameters?: { name: string, in: string, description?: string, schema: Schema }[],
  requestBody?: { content: Record<string, { schema: Schema }> }, responses: Record<string, unknown>
}
type Document = { openapi: string, servers: { url: string }[], components?: object, paths: Record<string, Record<string, Operation>> }

async function documentAt(url: string): Promise<{ text: string, document: Document, headers: Record<string, unknown> }> {
  const { app, call } = await startService()
  const { text, headers } = await call('GET', url, { token: '' })
  await app.close()
  return { text, headers, document: parse(text, { uniqueKeys: true }) }
}

const flat = new Set(['string', 'integer', 'number', 'boolean'])

test('the document for Security Copilot is served to anybody as raw text, with the public address', async t => {
  const { text, headers, document } = await documentAt('/openapi/skills.yaml')
  t.match(headers, { 'content-type': /^text\/plain/ })
  t.equal(document.openapi, '3.0.1')
  t.same(document.servers, [{ url: 'https://lacuna.example' }])
  t.match(text, /^openapi: 3\.0\.1\n/)
})

test('both documents are valid OpenAPI', async t => {
  for (const url of ['/openapi/skills.yaml', '/openapi/lacuna.yaml']) {
    const { document } = await documentAt(url)
    t.match(await new Validator().validate({ ...document }), { valid: true }, url)
  }
})

test('it has no references, no composed schemas, no security scheme, no components', async t => {
  const { text, document } = await documentAt('/openapi/skills.yaml')
  t.notMatch(text, /^\s*("?\$ref"?|anyOf|oneOf|allOf|nullable|const|examples|security|securitySchemes):/m)
  t.equal(document.components, undefined)
})

test('each skill is one GET or POST operation, with words for a model and prompts without names', async t => {
  const { document } = await documentAt('/openapi/skills.yaml')
  const operations = Object.entries(document.paths).flatMap(([path,
    methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  t.same(operations.map(({ operation }) => operation.operationId).sort(), skills.map(({ name }) => name).sort())
  for (const { path, method, operation } of operations) {
    const { operationId, summary, description } = operation
    t.ok(['get', 'post'].includes(method), `${operationId}: ${method}`)
    t.notMatch(path, /[?{]/)
    t.match(operationId, /^[A-Za-z][A-Za-z0-9_]*$/)
    t.ok(summary.length > 10 && description.length > 60 && description.length <= 1024, `${operationId}: ${description.length}`)
    t.match(description, /\n#ExamplePrompts \S/)
    t.notMatch(description.split('\n').slice(1).join(' '), /@|\b[0-9a-f]{8}-/)
    t.same(Object.keys(operation.responses), ['200'])
  }
})

test('inputs are flat scalars, described, without defaults; a POST has a body schema', async t => {
  const { document } = await documentAt('/openapi/skills.yaml')
  for (const [method, operation] of Object.values(document.paths).flatMap(methods => Object.entries(methods))) {
    for (const { name, description, schema, in: place } of operation.parameters ?? []) {
      t.ok(place === 'query' && flat.has(schema.type ?? '') && schema.default === undefined && description !== undefined,
        `${operation.operationId} ${name}`)
    }
    const body = operation.requestBody?.content['application/json']?.schema
    t.equal(body !== undefined, method === 'post', operation.operationId)
    for (const [name, schema] of Object.entries(body?.properties ?? {})) t.ok(flat.has(schema.type ?? ''),
      `${operation.operationId} ${name}`)
  }
})

test('replies are flat: scalars, and lists of flat items', async t => {
  const isFlat = ({ properties = {} }: { properties?: Record<string, Schema> }): boolean =>
    Object.values(properties).every(({ type }) => flat.has(type ?? ''))
  for (const { name, output } of skills) {
    if (output.type === 'array') {
      t.equal(name, 'ListPendingRuns', 'the one bare list')
      t.ok(isFlat(output.items), name)
      continue
    }
    for (const [member, schema] of Object.entries<{ type?: string, items?: object }>(output.properties)) {
      t.ok(flat.has(schema.type ?? '') || (schema.type === 'array' && isFlat(schema.items ?? {})), `${name} ${member}`)
    }
    t.ok(output.required?.includes('summary'), name)
  }
})

test('the full document has every operation, with the scope that each needs', async t => {
  const { document } = await documentAt('/openapi/lacuna.yaml')
  const operations = Object.values(document.paths).flatMap(methods => Object.values(methods))
  t.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length, 'operation ids are unique')
  for (const { operationId, security } of operations) t.match(security, [{ entra: [/^Lacuna\./] }], operationId)
  t.ok(document.paths['/v1/changes/{id}/approve'] !== undefined)
})
