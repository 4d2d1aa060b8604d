import { Value } from 'typebox/value'
import { isObject } from './json.ts'
import { withSortedLists } from './order.ts'
import { TenantSettings, Unread } from '#src/domain/settings.ts'

/** The settings' members that read, their lists sorted, and the reasons why others do not. */
export function settingsOf(raw: unknown): { settings: TenantSettings, problems: string[] } {
  if (!isObject(raw)) return { settings: {}, problems: ['`settings` is not an object'] }
  const problems: string[] = []
  const kept = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, withSortedLists(value)] as const).filter(([name, value]) => {
    const fits = Value.Check(TenantSettings, { [name]: value })
    if (!fits) problems.push(`setting \`${name}\` does not have the shape it needs`)
    return fits
  }))
  return { settings: Value.Check(TenantSettings, kept) ? kept : {}, problems }
}

/** A recorded part that was not read. */
export function unreadOf(raw: unknown): Unread {
  return Value.Check(Unread, raw) ? raw : { collection: 'unread', reason: 'an entry of `unread` cannot be read' }
}
