import type { Finding } from './finding.ts'
import { found, inside, isThere, items, member, members, textOf, top, type Source } from './place.ts'

/** Members that hold what must not be written down. */
const secrets = ['ClientSecret', 'Value', 'Password', 'AccessToken']

/** Scopes of Microsoft's own resources, which Security Copilot's application may ask for. */
const attested = /^https:\/\/(graph\.microsoft\.com|management\.azure\.com)\//

/** How a plugin signs in: its type is one that it supports, scopes are separated as the type wants them, and no secret stands in the file. */
export function authorizationRules(source: Source): Finding[] {
  const descriptor = member(top(source), 'Descriptor')
  const authorization = member(descriptor, 'Authorization')
  const type = member(authorization, 'Type')
  const supported = member(descriptor, 'SupportedAuthTypes')
  const isSupported = items(supported).some(one => textOf(one)?.toLowerCase() === textOf(type)?.toLowerCase())
  const mismatch = isThere(type) && isThere(supported) && !isSupported
    ? [found(type, { code: 'auth-type', message: `\`${textOf(type) ?? ''}\` is not in \`SupportedAuthTypes\``, leadsTo: ['2001'] })] : []
  const written = members(authorization).filter(({ name, place }) => secrets.includes(name) && (textOf(place) ?? '') !== '')
    .map(({ name, key }) => found(key, { code: 'secret-in-file', message: `\`${name}\` stands in the file; it is entered when the plugin is set up` }))
  return [...mismatch, ...written, ...scopeRules(source)]
}

function scopeRules(source: Source): Finding[] {
  const authorization = inside(top(source), 'Descriptor', 'Authorization')
  const [scopes, entra] = [member(authorization, 'Scopes'), member(authorization, 'EntraScopes')]
  const text = textOf(entra) ?? ''
  const listed = text.split(',').map(scope => scope.trim()).filter(scope => scope !== '')
  return [
    ...textOf(scopes)?.includes(',') === true ? [found(scopes, { code: 'scope-separator', message: '`Scopes` are separated by spaces, not by commas', leadsTo: ['AADSTS650053'] }, ',')] : [],
    ...listed.some(scope => /\s/.test(scope)) ? [found(entra, { code: 'scope-separator', message: '`EntraScopes` are separated by commas, not by spaces' })] : [],
    ...listed.length > 0 && !listed.every(scope => attested.test(scope)) ? [found(entra, { code: 'delegated-audience', severity: 'note', message: 'the API must have authorized Security Copilot\'s own application in advance; no source documents how', leadsTo: ['AADSTS65002'] })] : []
  ]
}

/** The other form of upload, which takes no authentication. */
export function openAiRules(source: Source): Finding[] {
  if (source.kind !== 'openaiPlugin') return []
  const type = inside(top(source), 'auth', 'type')
  const says = textOf(type)
  return says === undefined || says === 'none' ? [] : [found(type, { code: 'openai-auth', message: `an OpenAI plugin with \`${says}\` is refused; write a manifest with a \`Descriptor\``, leadsTo: ['unsupported-auth'] })]
}
