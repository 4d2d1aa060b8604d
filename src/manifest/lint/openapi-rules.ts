import { operationsOf } from './across.ts'
import type { Finding, Said } from './finding.ts'
import { constructRules, isComposite, shapeOf } from './openapi-schemas.ts'
import { found, isThere, items, member, members, textOf, top, valueOf, type Place, type Source } from './place.ts'

/** Longer descriptions in all are reported to slow the choice of a skill down, or to stop it. */
const mostCharacters = 40_000

/** Azure OpenAI refuses a function with a longer description (`string_above_max_length`); whether Security Copilot hands it over whole is not published. */
const mostOfOne = 1024

/** What Security Copilot makes skills of: OpenAPI 3.0, GET and POST, flat inputs, a name and words for each operation. */
export function openApiRules(source: Source): Finding[] {
  if (source.kind !== 'openapi') return []
  return [...headRules(source), ...pathRules(source), ...operationsOf(source).flatMap(operationRules), ...duplicateRules(source), ...constructRules(top(source)), ...budgetRules(source)]
}

function headRules(source: Source): Finding[] {
  const root = top(source)
  const version = member(root, 'openapi')
  const servers = member(root, 'servers')
  const addresses = items(servers).map(server => member(server, 'url'))
  const [only] = addresses
  const isRight = addresses.length === 1 && only !== undefined && /^https:\/\/[^\s/]+/.test(textOf(only) ?? '')
  return [
    ...['3.0.0', '3.0.1'].includes(textOf(version) ?? '') ? [] : [found(version, { code: 'openapi-version', message: `the version must be 3.0.0 or 3.0.1, not \`${JSON.stringify(valueOf(version) ?? 'absent').replaceAll('"', '')}\``, leadsTo: ['import-spec'] })],
    ...isRight ? [] : [found(only ?? servers, { code: 'server', message: '`servers` must hold exactly one absolute https address' })]
  ]
}

function pathRules(source: Source): Finding[] {
  return members(member(top(source), 'paths')).filter(({ name }) => name.includes('?'))
    .map(({ key }) => found(key, { code: 'path-query', message: 'a path holds no query string; declare its parameters', leadsTo: ['required-capability'] }, '?'))
}

type Operation = ReturnType<typeof operationsOf>[number]

function operationRules({ method, key, place, name }: Operation): Finding[] {
  if (!['get', 'post'].includes(method.toLowerCase())) {
    return [found(key, { code: 'verb', message: `\`${method}\` is not supported: only GET and POST are`, leadsTo: ['required-capability'] })]
  }
  const id = member(place, 'operationId')
  const isNamed = /^[A-Za-z][A-Za-z0-9_]*$/.test(textOf(id) ?? '')
  const missing = ['summary', 'description'].filter(one => (textOf(member(place, one)) ?? '').trim() === '')
  return [
    ...isNamed ? [] : [found(isThere(id) ? id : key, { code: 'operation-id', message: isThere(id) ? `\`${textOf(id) ?? ''}\` must be letters, digits and _ and begin with a letter` : `\`${method} ${name}\` has no \`operationId\`, so that no agent can name it`, leadsTo: ['check-plugins'] })],
    ...missing.length === 0 ? [] : [found(key, { code: 'operation-words', message: `\`${textOf(id) ?? name}\` has no ${missing.map(one => `\`${one}\``).join(' and no ')}: a skill is chosen by its words` })],
    ...lengthRules(place), ...items(member(place, 'parameters')).flatMap(parameterRules), ...bodyRules(method, key, place)
  ]
}

function lengthRules(place: Place): Finding[] {
  const description = member(place, 'description')
  const length = (textOf(description) ?? '').length
  return length <= mostOfOne ? [] : [found(description, {
    code: 'description-length', severity: 'warning', message: `${length.toLocaleString('en')} characters, example prompts included; keep a skill's description to ${mostOfOne.toLocaleString('en')}`, leadsTo: ['above-max-length']
  })]
}

function parameterRules(parameter: Place): Finding[] {
  const schema = member(parameter, 'schema')
  const name = textOf(member(parameter, 'name')) ?? ''
  return [
    ...isComposite(schema) ? [found(parameter, { code: 'parameter-type', message: `\`${name}\` is a list or an object; take a comma-joined string` })] : [],
    ...defaultRules(schema, name)
  ]
}

function defaultRules(schema: Place, name: string): Finding[] {
  const standing = member(schema, 'default')
  if (!isThere(standing) || isThere(member(schema, 'enum'))) return []
  return [found(standing, { code: 'default-not-sent', severity: 'warning', message: `the default of \`${name}\` is not sent; for a constant, make it required with a single allowed value`, leadsTo: ['401'] })]
}

function bodyRules(method: string, key: Place, place: Place): Finding[] {
  const body = member(place, 'requestBody')
  const isPost = method.toLowerCase() === 'post'
  if (!isThere(body)) return isPost ? [found(key, { code: 'post-body', message: 'a POST without `requestBody` fails; declare one with an empty object', leadsTo: ['required-capability'] })] : []
  const content = member(body, 'content')
  const json = members(content).find(({ name }) => name === 'application/json')
  if (json === undefined) return [found(body, { code: 'body-shape', message: 'the body must be `application/json`' })]
  const schema = shapeOf(member(json.place, 'schema'))
  if (textOf(member(schema, 'type')) !== 'object') return [found(schema, { code: 'body-shape', message: 'the body must be one flat object' })]
  return members(member(schema, 'properties')).flatMap(property => [
    ...isComposite(property.place) ? [found(property.key, { code: 'body-shape', message: `\`${property.name}\` is a list or an object; bodies hold texts, numbers and booleans only` })] : [],
    ...defaultRules(property.place, property.name)
  ])
}

function duplicateRules(source: Source): Finding[] {
  const seen = new Set<string>()
  return operationsOf(source).map(({ place }) => member(place, 'operationId')).flatMap(id => {
    const text = textOf(id)
    if (text === undefined || !seen.has(text)) {
      if (text !== undefined) seen.add(text)
      return []
    }
    return [found(id, { code: 'operation-id', message: `\`${text}\` names two operations`, leadsTo: ['2006'] })]
  })
}

function budgetRules(source: Source): Finding[] {
  const words = wordsBelow(top(source))
  const said: Said = { code: 'description-budget', severity: 'warning', message: `${words.toLocaleString('en')} characters of descriptions; choosing a skill is reported to slow down or stop. Keep them below ${mostCharacters.toLocaleString('en')}`, leadsTo: ['context-length'] }
  return words <= mostCharacters ? [] : [found(member(top(source), 'paths'), said)]
}

function wordsBelow(place: Place): number {
  const own = members(place).filter(({ name }) => name === 'summary' || name === 'description').reduce((sum, one) => sum + (textOf(one.place)?.length ?? 0), 0)
  return own + [...items(place), ...members(place).map(one => one.place)].reduce((sum, one) => sum + wordsBelow(one), 0)
}
