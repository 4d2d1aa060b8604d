const conditionalAccess = '/identity/conditionalAccess'

export const policies = `${conditionalAccess}/policies`
export const namedLocations = `${conditionalAccess}/namedLocations`
export const groups = '/groups'

/** Where what was deleted lies, by the write that restores it. */
export const deletedItems = {
  restorePolicy: `${conditionalAccess}/deletedItems/policies`, restoreNamedLocation: `${conditionalAccess}/deletedItems/namedLocations`
}

export function pathOf(root: string, id: string): string {
  return `${root}/${encodeURIComponent(id)}`
}

/** The address by which a body refers to a directory object. */
export function objectAddress(id: string): string {
  return `https://graph.microsoft.com/beta/directoryObjects/${encodeURIComponent(id)}`
}

/** The id at the end of such an address. */
export function idIn(address: string): string {
  return decodeURIComponent(address.slice(address.lastIndexOf('/') + 1))
}
