import { Value } from 'typebox/value'
import { isObject } from './json.ts'
import { withSortedLists } from './order.ts'
import { TenantSettings, Unread } from '#src/domain/settings.ts'

/** The settings' members that read, their lists sorted, and the reasons why others do not. */
export function settingsOf(raw: unknown): { settings: TenantSettings, problems: string[] } {
  if (!isObject(raw)) return { settings: {}, problems: ['`settings` is not an object'] }
  const problems: string[] = []
  const kept = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, withSortedLists(readable(name, value, problems))] as const).filter(([name, value]) => {
    const fits = Value.Check(TenantSettings, { [name]: value })
    if (!fits) problems.push(`setting \`${name}\` does not have the shape it needs`)
    return fits
  }))
  return { settings: Value.Check(TenantSettings, kept) ? kept : {}, problems }
}

/** Of a list of what people said, the entries that read: one that does not is named, and takes no other with it. */
function readable(name: string, value: unknown, problems: string[]): unknown {
  if (!Array.isArray(value) || (name !== 'directions' && name !== 'exceptions')) return value
  return value.filter((entry, index) => {
    const fits = Value.Check(TenantSettings, { [name]: [entry] })
    if (!fits) problems.push(`entry ${index + 1} of setting \`${name}\` does not have the shape it needs`)
    return fits
  })
}

/** A recorded part that was not read. */
export function unreadOf(raw: unknown): Unread {
  return Value.Check(Unread, raw) ? raw : { collection: 'unread', reason: 'an entry of `unread` cannot be read' }
}
