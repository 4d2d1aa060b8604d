import { isSameObject } from './contradictions.ts'
import type { Direction, DirectoryObject, TenantSettings } from '#src/domain/settings.ts'

/** What the tenant's people direct for one requirement. Objects come once each, in the order in which they were said. */
export interface DirectionsFor {
  /** To be excluded from each draft, and to be included in it: users, groups, roles (template ids) and applications (appIds). */
  readonly exclude: readonly DirectoryObject[]
  readonly include: readonly DirectoryObject[]
  /** Users, groups and roles that are left out of what is judged. */
  readonly ignore: readonly DirectoryObject[]
  /** Those among them who are governed by policies of their own: drafts leave them out. */
  readonly apart: readonly DirectoryObject[]
}

export function directionsFor({ directions = [] }: TenantSettings, requirementId: string): DirectionsFor {
  const told = (verb: Direction['do'], isWanted: (direction: Direction) => boolean = () => true): DirectoryObject[] => directions
    .filter(direction => direction.do === verb && isWanted(direction) && (direction.requirements?.includes(requirementId) ?? true)).flatMap(({ objects }) => objects)
    .filter((object, index, all) => all.findIndex(other => isSameObject(other, object)) === index)
  return { exclude: told('exclude'), include: told('include'), ignore: told('ignore'), apart: told('ignore', ({ persona }) => persona !== undefined) }
}
