import { readFileSync } from 'node:fs'
import t from 'tap'
import { knownErrors } from '#src/manifest/lint/known-errors.ts'
import { counted, lint } from '#src/manifest/lint/lint.ts'
import { pluginFiles } from '#test/fixtures/plugin-files.ts'

type Name = keyof typeof pluginFiles
const names: readonly Name[] = ['plugin.yaml', 'openapi.yaml', 'agent.yaml', 'kql.yaml', 'book.json']

/** One thing that is wrong: the text that takes the place of another, and the text at which the finding must stand. */
interface Broken {
  readonly code: string
  readonly file: Name
  readonly put: readonly [old: string, broken: string]
  readonly at: string
  readonly severity?: 'warning' | 'note'
  readonly leadsTo?: string
  readonly strict?: boolean
}

const broken: readonly Broken[] = [
  { code: 'duplicate-key', file: 'openapi.yaml', put: ['      summary: List the orders', '      summary: List the orders\n      summary: Twice'], at: 'summary: Twice', leadsTo: '2006' },
  { code: 'yaml-syntax', file: 'plugin.yaml', put: ['Name: Shop\n', 'Name: @Shop\n'], at: '@Shop', leadsTo: '2006' },
  { code: 'several-documents', file: 'plugin.yaml', put: ['Name: Address\n\n', ''], at: 'Descriptor: {}', leadsTo: '2002' },
  { code: 'byte-order-mark', file: 'plugin.yaml', put: ['Descriptor:\n  Name: Shop\n', '\uFEFFDescriptor:\n  Name: Shop\n'], at: '' },
  { code: 'schema', file: 'plugin.yaml', put: ['  Description: Answers', '  Descriptions: Answers'], at: 'Descriptions: Answers' },
  { code: 'schema', file: 'plugin.yaml', put: ['  Description: Answers questions about the shop.\n', ''], at: 'Name: Shop', leadsTo: '2002' },
  { code: 'schema', file: 'plugin.yaml', put: ['Format: API', 'Format: REST'], at: 'REST', leadsTo: '2001' },
  { code: 'schema', file: 'plugin.yaml', put: ['      OpenApiSpecUrl: https://shop.example/openapi.yaml\n', ''], at: 'EndpointUrlSettingName', leadsTo: '2001' },
  { code: 'strict-schema', file: 'plugin.yaml', put: ['DisplayName: Shop', `DisplayName: ${'Shop '.repeat(9)}`], at: 'Shop Shop', strict: true },
  { code: 'strict-schema', file: 'agent.yaml', put: ['Publisher: Shop', 'Publisher: Custom'], at: 'Custom', strict: true },
  { code: 'blank-field', file: 'plugin.yaml', put: ['Description: Answers questions about the shop.', 'Description: "  "'], at: '"  "', leadsTo: '2002' },
  { code: 'child-skill', file: 'agent.yaml', put: ['- ListOrders', '- ListOrder'], at: 'ListOrder\n', severity: 'warning', leadsTo: 'invalid-references' },
  { code: 'child-skill', file: 'agent.yaml', put: ['- ListOrders', '- Shop.ListOrder'], at: 'Shop.ListOrder', leadsTo: 'check-plugins' },
  { code: 'unknown-skillset', file: 'agent.yaml', put: ['[ShopAgent, Shop, Entra]', '[ShopAgent, Shop, Entra, Shelf]'], at: 'Shelf', severity: 'warning', leadsTo: 'check-plugins' },
  { code: 'skill-reference', file: 'agent.yaml', put: ['ProcessSkill: ShopAgent.Look', 'ProcessSkill: ShopAgent.Looks'], at: 'ShopAgent.Looks', leadsTo: 'check-plugins' },
  { code: 'skill-reference', file: 'agent.yaml', put: ['ProcessSkill: ShopAgent.Look', 'ProcessSkill: Look'], at: 'Look }', severity: 'warning' },
  { code: 'skill-reference', file: 'agent.yaml', put: ['ProcessSkill: ShopAgent.Look', 'FetchSkill: ShopLog.ReadLog, ProcessSkill: ShopAgent.Look'], at: 'ShopLog.ReadLog' },
  { code: 'fetch-operation', file: 'agent.yaml', put: ['ProcessSkill: ShopAgent.Look', 'FetchSkill: Shop.ListOrders, ProcessSkill: ShopAgent.Look'], at: 'Shop.ListOrders', severity: 'note' },
  { code: 'required-skillsets', file: 'agent.yaml', put: ['[ShopAgent, Shop, Entra]', '[Shop, Entra]'], at: '[Shop, Entra]', leadsTo: 'check-plugins' },
  { code: 'setting-input', file: 'agent.yaml', put: ['Settings:\n      - { Name: State,', 'Settings:\n      - { Name: state,'], at: 'state,' },
  { code: 'endpoint-setting', file: 'plugin.yaml', put: ['EndpointUrlSettingName: Address', 'EndpointUrlSettingName: address'], at: 'address', leadsTo: '2001' },
  { code: 'placeholder', file: 'agent.yaml', put: ['with {{State}}.', 'with {{States}}.'], at: '{{States}}' },
  { code: 'placeholder', file: 'kql.yaml', put: ['ago({{Days}}d)', 'ago({{ Hours }}h)'], at: '{{ Hours }}' },
  { code: 'auth-type', file: 'plugin.yaml', put: ['SupportedAuthTypes: [OAuthAuthorizationCodeFlow]', 'SupportedAuthTypes: [APIKey]'], at: 'OAuthAuthorizationCodeFlow\n', leadsTo: '2001' },
  { code: 'scope-separator', file: 'plugin.yaml', put: ['shop.read offline_access', 'shop.read,offline_access'], at: ',offline_access', leadsTo: 'AADSTS650053' },
  { code: 'scope-separator', file: 'plugin.yaml', put: ['Scopes: shop.read offline_access', 'EntraScopes: https://graph.microsoft.com/a https://graph.microsoft.com/b'], at: 'https://graph' },
  { code: 'delegated-audience', file: 'plugin.yaml', put: ['Scopes: shop.read offline_access', 'EntraScopes: api://shop/read'], at: 'api://', severity: 'note', leadsTo: 'AADSTS65002' },
  { code: 'secret-in-file', file: 'plugin.yaml', put: ['    ClientId: some-client', '    ClientId: some-client\n    ClientSecret: hunter2'], at: 'ClientSecret' },
  { code: 'instructions-length', file: 'agent.yaml', put: ['Call ListOrders once', 'Call ListOrders once '.repeat(250)], at: '|\n            Call', severity: 'warning' },
  { code: 'product-name', file: 'agent.yaml', put: ['DisplayName: Shop agent\n    Description', 'DisplayName: Entra shop\n    Description'], at: 'Entra shop', severity: 'note' },
  { code: 'generic-name', file: 'kql.yaml', put: ['Name: ReadLog', 'Name: Skill_01'], at: 'Skill_01', severity: 'note' },
  { code: 'fixed-period', file: 'kql.yaml', put: ['ago({{Days}}d)', 'ago(7d)'], at: 'ago(7d)', severity: 'note' },
  { code: 'openapi-version', file: 'openapi.yaml', put: ['openapi: 3.0.1', 'openapi: 3.1.0'], at: '3.1.0', leadsTo: 'import-spec' },
  { code: 'server', file: 'openapi.yaml', put: ['url: https://shop.example', 'url: http://shop.example'], at: 'http://' },
  { code: 'path-query', file: 'openapi.yaml', put: ['/orders:', '/orders?all=1:'], at: '?all', leadsTo: 'required-capability' },
  { code: 'verb', file: 'openapi.yaml', put: ['    post:', '    put:'], at: 'put:', leadsTo: 'required-capability' },
  { code: 'operation-id', file: 'openapi.yaml', put: ['operationId: ListOrders', 'operationId: list-orders'], at: 'list-orders', leadsTo: 'check-plugins' },
  { code: 'operation-id', file: 'openapi.yaml', put: ['operationId: ReturnOrder', 'operationId: ListOrders'], at: 'ListOrders\n      summary: Return', leadsTo: '2006' },
  { code: 'operation-id', file: 'openapi.yaml', put: ['      operationId: ReturnOrder\n', ''], at: 'post:' },
  { code: 'operation-words', file: 'openapi.yaml', put: ['      description: Use when asked for orders.\n', ''], at: 'get:' },
  { code: 'parameter-type', file: 'openapi.yaml', put: ['schema: { type: string }', 'schema: { type: array, items: { type: string } }'], at: 'name: state' },
  { code: 'body-shape', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { type: object }'], at: 'order: { type: object }' },
  { code: 'body-shape', file: 'openapi.yaml', put: ['application/json:', 'text/plain:'], at: 'content:' },
  { code: 'post-body', file: 'openapi.yaml', put: ['    get:', '    post:'], at: 'post:', leadsTo: 'required-capability' },
  { code: 'default-not-sent', file: 'openapi.yaml', put: ['schema: { type: string }', 'schema: { type: string, default: open }'], at: 'open }', severity: 'warning', leadsTo: '401' },
  { code: 'openapi-31', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { type: [string, \'null\'] }'], at: 'type: [', leadsTo: 'import-spec' },
  { code: 'openapi-31', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { anyOf: [{ type: string }, { type: \'null\' }] }'], at: 'anyOf', leadsTo: 'import-spec' },
  { code: 'openapi-31', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { type: string, const: a }'], at: 'const' },
  { code: 'openapi-31', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { type: string, examples: [a] }'], at: 'examples' },
  { code: 'composition', file: 'openapi.yaml', put: ['order: { type: string }', 'order: { oneOf: [{ type: string }, { type: integer }] }'], at: 'oneOf', severity: 'warning' },
  { code: 'description-budget', file: 'openapi.yaml', put: ['Use when asked for orders.', 'Use when asked for orders. '.repeat(1600)], at: '/orders:', severity: 'warning', leadsTo: 'context-length' },
  { code: 'description-length', file: 'openapi.yaml', put: ['Use when asked for orders.', 'Use when asked for orders. '.repeat(40)], at: 'Use when asked', severity: 'warning', leadsTo: 'above-max-length' },
  { code: 'promptbook-schema', file: 'book.json', put: ['"Private"', '"Public"'], at: '"Public"', leadsTo: 'promptbook-400' },
  { code: 'promptbook-token', file: 'book.json', put: ['<State>', '<state>'], at: '<state>' },
  { code: 'promptbook-input', file: 'book.json', put: ['in the state <State>', 'open'], at: '"State"' },
  { code: 'promptbook-description', file: 'book.json', put: ['"Which orders"', '"State" '], at: '"State" ', leadsTo: 'promptbook-400' },
  { code: 'promptbook-sequence', file: 'book.json', put: ['"sequenceNumber": 1', '"sequenceNumber": 2'], at: '2 }' },
  { code: 'promptbook-server-field', file: 'book.json', put: ['"visibility"', '"tenantId": "t",\n  "visibility"'], at: '"tenantId"', leadsTo: 'promptbook-400' },
  { code: 'promptbook-skill', file: 'book.json', put: ['"/ReturnOrder', '"/GiveBack'], at: '/GiveBack', leadsTo: 'check-plugins' },
  { code: 'promptbook-skill', file: 'book.json', put: ['"skillName": "ReturnOrder"', '"skillName": "GiveBack"'], at: '"GiveBack"' },
  { code: 'promptbook-several-skills', file: 'book.json', put: ['Send the first one back', 'and ListOrders'], at: '"/ReturnOrder', severity: 'warning' }
]

function linted(changed: Partial<Record<Name, string>>, strict: boolean) {
  return lint(names.map(file => ({ file, bytes: Buffer.from(changed[file] ?? pluginFiles[file]) })), { strict })
}

/** The line and column of a text, counted from 1. */
function positionOf(text: string, sought: string): string {
  const before = text.slice(0, Math.max(0, text.indexOf(sought))).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

t.test('files without a fault have no finding, in strict mode either', t => {
  t.same(linted({}, true), [])
  t.end()
})

for (const { code, file, put: [old, text], at, severity = 'error', leadsTo, strict = false } of broken) {
  t.test(`${code}: ${JSON.stringify(text.slice(0, 60))} in ${file}`, t => {
    const changed = code === 'several-documents' ? `${pluginFiles[file]}---\n${at}\n` : pluginFiles[file].replace(old, () => text)
    t.not(changed, pluginFiles[file], 'the example differs')
    const findings = linted({ [file]: changed }, strict)
    const expected = at === '' ? '1:1' : positionOf(changed.replace('\uFEFF', ''), at)
    const found = findings.find(one => one.code === code && one.file === file && `${one.line}:${one.column}` === expected)
    t.match(found, { severity }, `${expected} of ${JSON.stringify(findings)}`)
    t.ok(leadsTo === undefined || found?.leadsTo.includes(leadsTo) === true, leadsTo ?? 'leads to no known error')
    if (strict) t.notOk(linted({ [file]: changed }, false).some(one => one.code === code), 'only in strict mode')
    t.equal(counted(findings, { strict }).some(one => one.code === code), severity === 'error', 'what counts')
    t.end()
  })
}

t.test('a warning counts in strict mode, a note never', t => {
  const warned = linted({ 'agent.yaml': pluginFiles['agent.yaml'].replace('- ListOrders', '- ListOrder') }, true)
  t.match(counted(warned, { strict: true }), [{ code: 'child-skill' }])
  const noted = linted({ 'kql.yaml': pluginFiles['kql.yaml'].replace('ReadLog', 'Skill_01') }, true)
  t.same(counted(noted, { strict: true }), [])
  t.end()
})

t.test('what is not among the files can be allowed', t => {
  const bytes = Buffer.from(pluginFiles['agent.yaml'])
  t.ok(counted(lint([{ file: 'agent.yaml', bytes }], { strict: true }), { strict: true }).length > 0)
  t.same(lint([{ file: 'agent.yaml', bytes }], { strict: true, allowed: ['Shop.ListOrders'] }), [])
  t.end()
})

t.test('an operation of the agent\'s own manifest is noted once, and an OpenAI plugin with a sign-in is refused', t => {
  const both = pluginFiles['agent.yaml'].replace('SkillGroups:\n', 'SkillGroups:\n  - Format: API\n    Settings: { OpenApiSpecUrl: https://shop.example/openapi.yaml }\n').replace('- GetEntraRiskyUsers', '- ReturnOrder').replace(', Shop, Entra]', ']')
  t.match(lint([{ file: 'agent.yaml', bytes: Buffer.from(both) }, { file: 'openapi.yaml', bytes: Buffer.from(pluginFiles['openapi.yaml']) }], { strict: true }), [{ code: 'child-operation', severity: 'note', leadsTo: ['invalid-references'] }])
  const plugin = '{ "schema_version": "v1", "name_for_model": "shop", "auth": { "type": "oauth" } }'
  t.match(lint([{ file: 'ai-plugin.json', bytes: Buffer.from(plugin) }]), [{ code: 'openai-auth', line: 1, column: plugin.indexOf('"oauth"') + 1, leadsTo: ['unsupported-auth'] }])
  t.end()
})

t.test('what is no UTF-8, empty, or of no known kind is said', t => {
  const codes = (bytes: Uint8Array): string[] => lint([{ file: 'x', bytes }]).map(({ code }) => code)
  t.same(codes(Buffer.from('\uFEFF{}', 'utf16le')), ['encoding'])
  t.same(codes(Buffer.from('')), ['empty'])
  t.same(codes(Buffer.from('a: 1\n')), ['unknown-kind'])
  t.same(codes(Buffer.from('[1]\n')), ['unknown-kind'])
  t.same(codes(Buffer.from('const a = { b: 1 }\n\n}: ]\n')), ['no-yaml'])
  t.end()
})

t.test('every error that a finding leads to is explained', t => {
  const explained = new Set(knownErrors.map(({ id }) => id))
  const led = broken.flatMap(({ file, put: [old, text], strict = false }) => linted({ [file]: pluginFiles[file].replace(old, () => text) }, strict)).flatMap(({ leadsTo }) => leadsTo)
  t.same([...new Set(led)].filter(id => !explained.has(id)), [])
  for (const said of ['2001', '2002', '2006', 'No SkillsetDescriptor', 'Failed to import OpenAPI spec', 'Invalid references', 'Check your plugins', 'Required capability', 'Unsupported auth type', 'AADSTS65002', 'AADSTS650053', '401', 'Your role', 'context_length_exceeded', 'string_above_max_length', 'Couldn\'t complete', 'times out', 'HTTP 400']) {
    t.ok(knownErrors.some(({ says, means, todo }) => says.includes(said) && means.length > 20 && todo.length > 10), said)
  }
  t.end()
})

t.test('the administrator\'s page explains the errors that the linter explains', t => {
  const page = readFileSync(new URL('../../manifest/README.md', import.meta.url), 'utf8')
  for (const { says, means, todo } of knownErrors) t.ok(page.includes(`| ${says} | ${means} | ${todo} |`), says)
  t.end()
})
