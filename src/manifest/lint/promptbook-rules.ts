import type { Across } from './across.ts'
import type { Finding } from './finding.ts'
import { found, items, member, members, textOf, top, valueOf, type Place, type Source } from './place.ts'
import { serverFields } from './schema-rules.ts'

/** Inputs and their use, order, what the server assigns, and one skill a step. */
export function promptbookRules(source: Source, { skills }: Across): Finding[] {
  if (source.kind !== 'promptbook') return []
  const root = top(source)
  const prompts = items(member(root, 'prompts'))
  return [...inputRules(root, prompts), ...orderRules(prompts), ...serverRules([root, ...prompts]), ...skills.size === 0 ? [] : prompts.flatMap(prompt => skillRules(prompt, skills))]
}

function tokensOf(prompt: Place): string[] {
  return (textOf(member(prompt, 'content')) ?? '').match(/<[^\s<>]+>/g) ?? []
}

function inputRules(root: Place, prompts: readonly Place[]): Finding[] {
  const inputs = items(member(root, 'promptbookinputs'))
  const names = inputs.flatMap(input => textOf(member(input, 'name')) ?? [])
  const used = new Set(prompts.flatMap(tokensOf).map(token => token.slice(1, -1)))
  return [
    ...prompts.flatMap(prompt => tokensOf(prompt).filter(token => !names.includes(token.slice(1, -1)))
      .map(token => found(member(prompt, 'content'), { code: 'promptbook-token', message: `\`${token}\` is not declared in \`promptbookinputs\`` }, token))),
    ...inputs.map(input => member(input, 'name')).filter(name => !used.has(textOf(name) ?? ''))
      .map(name => found(name, { code: 'promptbook-input', message: `the input \`${textOf(name) ?? ''}\` is used in no prompt` })),
    ...inputs.filter(input => textOf(member(input, 'name')) === textOf(member(input, 'description')))
      .map(input => found(member(input, 'description'), { code: 'promptbook-description', message: 'an input\'s description must differ from its name', leadsTo: ['promptbook-400'] }))
  ]
}

function orderRules(prompts: readonly Place[]): Finding[] {
  return prompts.map(prompt => member(prompt, 'sequenceNumber')).flatMap((place, index) => {
    const number = valueOf(place)
    return number === undefined || number === index ? [] : [found(place, { code: 'promptbook-sequence', message: `the ${index + 1}. prompt must have the number ${index}` })]
  })
}

function serverRules(places: readonly Place[]): Finding[] {
  return places.flatMap(members).filter(({ name }) => serverFields.includes(name))
    .map(({ name, key }) => found(key, { code: 'promptbook-server-field', message: `\`${name}\` is assigned by the server; take it out`, leadsTo: ['promptbook-400'] }))
}

/** Skills of Security Copilot itself that a prompt may begin with. */
const builtIn = ['AskGPT']

function skillRules(prompt: Place, skills: ReadonlySet<string>): Finding[] {
  const content = member(prompt, 'content')
  const text = textOf(content) ?? ''
  const forced = /^\/(\w+)/.exec(text)?.[1]
  const named = member(prompt, 'skillName')
  const isKnown = (name: string): boolean => skills.has(name) || builtIn.includes(name)
  const mentioned = [...new Set(text.match(/\w+/g))].filter(word => skills.has(word))
  return [
    ...forced === undefined || isKnown(forced) ? [] : [found(content, { code: 'promptbook-skill', message: `there is no skill \`${forced}\` in the files`, leadsTo: ['check-plugins'] }, `/${forced}`)],
    ...textOf(named) === undefined || isKnown(textOf(named) ?? '') ? [] : [found(named, { code: 'promptbook-skill', message: `there is no skill \`${textOf(named) ?? ''}\` in the files`, leadsTo: ['check-plugins'] })],
    ...mentioned.length > 1 ? [found(content, { code: 'promptbook-several-skills', severity: 'warning', message: `a step that names several skills (${mentioned.join(', ')}) runs only the first` })] : []
  ]
}
