import { flags, type Json, names, object, same, texts } from './json.ts'
import { given } from './sign-in.ts'
import { agreed, all, not, type Truth } from './truth.ts'

const clientAppTypes = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other']
const platforms = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux']
const risks = ['none', 'low', 'medium', 'high', 'hidden']

/** Whether a list of enum values names the value; what is in the list and not known may match anything (C22). */
function lists(list: readonly string[], value: string, known: readonly string[]): Truth {
  if (names(list, value)) return names(known, value) ? true : null
  return list.every((item) => names(known, item)) && names(known, value) ? false : null
}

/** §2.4, C15; a type that is not given may be any (S5). */
export function clientAppsCondition(list: readonly string[], clientAppType: unknown): Truth {
  if (list.length === 0 || names(list, 'all')) return true
  const value = given(clientAppType)
  const eas = names(list, 'exchangeActiveSync') ? [...list, 'easSupported'] : list
  return agreed((value === null ? clientAppTypes : [value]).map((type) => lists(eas, type, clientAppTypes)))
}

/** §2.5, C16. `unrecognised` stands for every platform without a name. */
export function platformsCondition(condition: Json, devicePlatform: unknown): Truth {
  const included = texts(condition['includePlatforms'])
  const excluded = texts(condition['excludePlatforms'])
  const value = given(devicePlatform)
  const candidates = value === null ? [...platforms, 'unrecognised'] : [names(platforms, value) ? value : 'unrecognised']
  return agreed(candidates.map((platform) => all([included.length === 0 ? true : reaches(included, platform), not(reaches(excluded, platform))])))
}

function reaches(list: readonly string[], platform: string): Truth {
  if (names(list, 'all') || (names(platforms, platform) && names(list, platform))) return true
  return list.every((item) => names(platforms, item)) ? false : null
}

/** §2.8, S7, C20: a set, not a threshold. */
export function riskCondition(list: readonly string[], level: unknown, known: readonly string[] = risks): Truth {
  const value = typeof level === 'string' ? level : 'none'
  if (list.length === 0 || names(list, value)) return true
  return same(value, 'hidden') ? null : lists(list, value, known)
}

export function insiderCondition(condition: unknown, level: unknown): Truth {
  return riskCondition(flags(condition), level, ['none', 'minor', 'moderate', 'elevated'])
}

/** §2.9, C21, S9. */
export function flowCondition(condition: Json, flow: unknown): Truth {
  const list = flags(condition['transferMethods'])
  const method = object(flow)['transferMethod']
  if (list.every((item) => same(item, 'none'))) return true
  return lists(list, typeof method === 'string' ? method : 'none', ['none', 'deviceCodeFlow', 'authenticationTransfer'])
}
