import { nameOf, parted, type Across } from './across.ts'
import { authorizationRules } from './authorization-rules.ts'
import type { Finding } from './finding.ts'
import { productNames } from './known-skillsets.ts'
import { found, inside, isThere, items, member, members, textOf, texts, top, type Place, type Source } from './place.ts'

/** The rules of a manifest that no schema can state: its parts refer to each other and to what other files have. */
export function manifestRules(source: Source, all: Across): Finding[] {
  if (source.kind !== 'manifest') return []
  const manifest = manifestOf(source, all)
  return [
    ...blankRules(source), ...authorizationRules(source), ...settingRules(manifest),
    ...manifest.definitions.flatMap(definition => definitionRules(definition, manifest)),
    ...manifest.skills.flatMap(skill => childRules(skill, manifest)), ...manifest.skills.flatMap(skill => [...lengthRules(skill), ...reviewRules(skill)])
  ]
}

interface Manifest {
  readonly all: Across
  readonly name: string
  readonly root: Place
  readonly skills: readonly Place[]
  readonly definitions: readonly Place[]
  /** Names of the settings of the descriptor. */
  readonly settings: readonly string[]
  /** Its own skillset, and those that it requires. */
  readonly reachable: ReadonlySet<string>
}

function manifestOf(source: Source, all: Across): Manifest {
  const root = top(source)
  const definitions = items(member(root, 'AgentDefinitions'))
  const required = definitions.flatMap(definition => items(member(definition, 'RequiredSkillsets'))).flatMap(one => textOf(one) ?? [])
  const name = nameOf(source) ?? ''
  return {
    all, name, root, definitions, skills: items(member(root, 'SkillGroups')).flatMap(group => items(member(group, 'Skills'))),
    settings: namesIn(inside(root, 'Descriptor', 'Settings')), reachable: new Set([name, ...required])
  }
}

function namesIn(list: Place): string[] {
  return items(list).flatMap(one => textOf(member(one, 'Name')) ?? [])
}

function blankRules(source: Source): Finding[] {
  return members(member(top(source), 'Descriptor')).filter(({ name, place }) => ['Name', 'Description'].includes(name) && textOf(place)?.trim() === '')
    .map(({ name, place }) => found(place, { code: 'blank-field', message: `\`${name}\` is blank`, leadsTo: ['2002'] }))
}

/** The address by setting, and every `{{name}}` in what a skill is set to. */
function settingRules({ root, skills, settings, definitions }: Manifest): Finding[] {
  const addresses = items(member(root, 'SkillGroups')).map(group => inside(group, 'Settings', 'EndpointUrlSettingName'))
    .filter(place => isThere(place) && !settings.includes(textOf(place) ?? ''))
    .map(place => found(place, { code: 'endpoint-setting', message: `\`${textOf(place) ?? ''}\` is no setting of the descriptor`, leadsTo: ['2001'] }))
  const agentSettings = definitions.flatMap(definition => namesIn(member(definition, 'Settings')))
  return [...addresses, ...skills.flatMap(skill => {
    const known = [...namesIn(member(skill, 'Inputs')), ...settings, ...agentSettings]
    return texts(member(skill, 'Settings')).flatMap(({ place, text }) => [...new Set(text.match(/\{\{\s*\w+\s*\}\}/g))]
      .filter(token => !known.includes(token.replaceAll(/[{}\s]/g, '')))
      .map(token => found(place, { code: 'placeholder', message: `\`${token}\` names no input of the skill and no setting` }, token)))
  })]
}

function definitionRules(definition: Place, manifest: Manifest): Finding[] {
  const { name, reachable } = manifest
  const required = member(definition, 'RequiredSkillsets')
  const names = items(required).map(textOf)
  const own = isThere(required) && !names.includes(name) ? [found(required, { code: 'required-skillsets', message: `\`RequiredSkillsets\` must name the manifest's own skillset \`${name}\`, too`, leadsTo: ['check-plugins'] })] : []
  const unknown = items(required).filter(place => !manifest.all.skillsets.has(textOf(place) ?? ''))
    .map(place => found(place, { code: 'unknown-skillset', severity: 'warning', message: `\`${textOf(place) ?? ''}\` is not among the files; give its manifest, or its skills by \`--allow\``, leadsTo: ['check-plugins'] }))
  const references = [member(definition, 'PromptSkill'), ...items(member(definition, 'Triggers')).flatMap(trigger => [member(trigger, 'FetchSkill'), member(trigger, 'ProcessSkill')])]
  return [...own, ...unknown, ...references.flatMap(place => referenceRules(place, manifest.all, reachable)), ...fetchRules(definition, manifest), ...inputRules(definition, manifest), ...storeRules(definition)]
}

/** `Skillset.Skill`, of a skillset that is required, and there. */
function referenceRules(place: Place, { skillsets }: Across, reachable: ReadonlySet<string>): Finding[] {
  const text = textOf(place)
  if (text === undefined || text === '') return []
  const [skillset, skill] = parted(text)
  const wrong = (message: string, severity: 'error' | 'warning' = 'error'): Finding[] => [found(place, { code: 'skill-reference', severity, message, leadsTo: ['check-plugins'] })]
  if (skillset === undefined) return wrong(`\`${text}\` must be written as \`Skillset.Skill\``, 'warning')
  if (!reachable.has(skillset)) return wrong(`\`${skillset}\` is neither this manifest's skillset nor in \`RequiredSkillsets\``)
  const known = skillsets.get(skillset)
  if (known === undefined || known.skills.has(skill)) return []
  return known.open ? wrong(`whether \`${skillset}\` has a skill \`${skill}\` cannot be seen in these files`, 'warning') : wrong(`\`${skillset}\` has no skill \`${skill}\``)
}

function fetchRules(definition: Place, { all }: Manifest): Finding[] {
  return items(member(definition, 'Triggers')).map(trigger => member(trigger, 'FetchSkill')).flatMap(place => {
    const [skillset, skill] = parted(textOf(place) ?? '')
    const isOperation = skillset !== undefined && all.skillsets.get(skillset)?.operations.has(skill) === true
    return isOperation ? [found(place, { code: 'fetch-operation', severity: 'note', message: 'an API operation as fetch skill is not attested; where no run begins, use a manifest without it' })] : []
  })
}

/** Settings reach the skills that a trigger starts by their names, letter by letter. */
function inputRules(definition: Place, { skills, name }: Manifest): Finding[] {
  const started = items(member(definition, 'Triggers')).flatMap(trigger => ['ProcessSkill', 'FetchSkill'].map(key => parted(textOf(member(trigger, key)) ?? '')))
    .flatMap(([skillset, skill]) => skillset === undefined || skillset === name ? [skill] : [])
  const entries = skills.filter(skill => started.includes(textOf(member(skill, 'Name')) ?? ''))
  if (entries.length === 0) return []
  const inputs = entries.flatMap(skill => namesIn(member(skill, 'Inputs')))
  return items(member(definition, 'Settings')).map(setting => member(setting, 'Name')).filter(place => !inputs.includes(textOf(place) ?? '')).map(place => {
    const near = inputs.find(input => input.toLowerCase() === textOf(place)?.toLowerCase())
    return found(place, { code: 'setting-input', message: `\`${textOf(place) ?? ''}\` is no input of the skill that the trigger starts${near === undefined ? '' : `; the input is written \`${near}\``}` })
  })
}

function storeRules(definition: Place): Finding[] {
  const name = member(definition, 'DisplayName')
  const product = productNames.find(one => (textOf(name) ?? '').toLowerCase().includes(one.toLowerCase()))
  return product === undefined ? [] : [found(name, { code: 'product-name', severity: 'note', message: `the Security Store's review rejects \`${product}\` in an agent's name` })]
}

/** Every child skill is a skill of this manifest or of a skillset that it requires. */
function childRules(skill: Place, { all, name, reachable }: Manifest): Finding[] {
  const sets = [...reachable].map(one => ({ one, set: all.skillsets.get(one) }))
  const children = items(member(skill, 'ChildSkills')).map(place => {
    const [skillset, child] = parted(textOf(place) ?? '')
    const asked = sets.filter(({ one }) => skillset === undefined || one === skillset)
    return { place, child, asked, holders: asked.filter(({ set }) => set?.skills.has(child) === true).map(({ one }) => one) }
  })
  const lost = children.filter(({ holders }) => holders.length === 0).map(({ place, child, asked }) => {
    const isUncertain = asked.some(({ set }) => set === undefined || set.open)
    const message = isUncertain ? `whether there is a skill \`${child}\` cannot be seen in these files; check its spelling` : `no skillset that the agent requires has a skill \`${child}\``
    return found(place, { code: 'child-skill', severity: isUncertain ? 'warning' : 'error', message, leadsTo: ['check-plugins', 'invalid-references'] })
  })
  const own = children.find(({ child, holders }) => holders.length > 0 && holders.every(one => one === name) && all.skillsets.get(name)?.operations.has(child) === true)
  return own === undefined ? lost : [...lost, found(own.place, { code: 'child-operation', severity: 'note', message: `\`${own.child}\` is an operation of this same manifest; where publishing refuses it, keep the plugin in a manifest of its own`, leadsTo: ['invalid-references'] })]
}

const mostWords = 600

function lengthRules(skill: Place): Finding[] {
  const place = inside(skill, 'Settings', 'Instructions')
  const words = (textOf(place) ?? '').split(/\s+/).length
  return words <= mostWords ? [] : [found(place, { code: 'instructions-length', severity: 'warning', message: `${words} words of instructions; agents are reported to follow them badly beyond ${mostWords}`, leadsTo: ['one-skill-only'] })]
}

/** What the Security Store's review refuses in a skill. */
function reviewRules(skill: Place): Finding[] {
  const name = member(skill, 'Name')
  const template = inside(skill, 'Settings', 'Template')
  const period = /\bago\(\s*\d+[dhms]\s*\)/.exec(textOf(template) ?? '')?.[0]
  return [
    ...(/^skill[_-]?\d+$/i).test(textOf(name) ?? '') ? [found(name, { code: 'generic-name', severity: 'note', message: `the Security Store's review rejects a skill that is called \`${textOf(name) ?? ''}\`` })] : [],
    ...period === undefined ? [] : [found(template, { code: 'fixed-period', severity: 'note', message: `\`${period}\` is fixed; the Security Store's review wants the period as an input` }, period)]
  ]
}
