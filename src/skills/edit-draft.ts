import { Type } from 'typebox'
import { editedBody, type DraftEdit } from '#src/advisor/edited-draft.ts'
import type { Wish } from '#src/domain/wish.ts'
import { policyOf } from '#src/domain/write.ts'
import { samePolicy } from '#src/tenant/normal-form.ts'
import type { Tenant } from '#src/tenant/tenant.ts'
import { draftMembers, draftWords, listed } from './draft-report-only-policy.ts'
import { aboutOf, clear, contentOf, objectsOf } from './drafting.ts'
import { appsNamed, objectsNamed, platformsNamed, type Named } from './names.ts'
import { toDraft } from './needs.ts'
import { asOf, fromSnapshot, ok, plain, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

const names = (what: string) => Type.Optional(Type.String({ maxLength: 4000, description: what }))

/** A new draft that differs from another in whom, what or where it is for. */
export const editDraft = skill({
  name: 'EditDraft', path: '/drafts/edits', method: 'POST', effect: 'propose', needs: toDraft,
  summary: 'Change whom or what a draft is for, before it is submitted',
  forModel: 'Use to change, edit, correct or restrict a draft: to add, include, cover, exclude, leave out, take out or remove people, applications or ' +
    'platforms. Makes a new draft with a new id; the old one stays. Including takes back an exclusion, and the other way round; in a draft for all it ' +
    'narrows it to that. Emergency accounts stay excluded. Nothing reaches the tenant: show what the new draft would do.',
  prompts: ['Make the draft apply to phones only. Modify the draft so that it is for one group',
    'Limit it to our pilot users instead of everyone. I forgot somebody, please put them into the draft',
    'The draft must not be for service accounts. Drop that application from the drafted policy', 'Exclude him from the draft. Change the draft',
    'Except somebody from the draft. Narrow the draft down to one app', 'Adjust the draft. Only Windows and macOS in the draft, please'],
  input: Type.Object({
    draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy or EditDraft.' }),
    include: names('Users, groups or roles to include: names or ids, comma-joined.'), exclude: names('Users, groups or roles to leave out: names or ids, comma-joined.'),
    apps: names('Applications to include: names or appIds, comma-joined.'), excludeApps: names('Applications to leave out: names or appIds, comma-joined.'),
    platforms: names('Platforms to include, comma-joined: android, iOS, windows, windowsPhone, macOS or linux.'),
    excludePlatforms: names('Platforms to leave out, comma-joined.')
  }),
  output: replyOf({ ...draftMembers, editedFrom: Type.String({ description: 'Id of the draft that was edited.' }) }),
  async run(input, ask) {
    const draft = await ask.ports.drafts.get(ask.caller, input.draft)
    if (draft === undefined) return plain('notFound', 'There is no such draft. Draft a policy first.')
    return fromSnapshot(ask, async snapshot => {
      const edit = editOf(snapshot.tenant, input)
      if ('unclear' in edit) return edit.unclear
      const body = policyOf(draft)
      if (body === undefined || (draft.kind !== 'createPolicy' && draft.kind !== 'patchPolicy')) return plain('refused', 'Only a draft of a new or a changed policy can be edited.')
      const edited = editedBody(snapshot.tenant, body, edit.found)
      if ('refused' in edited) return plain('refused', edited.refused)
      if (samePolicy(body, edited.body)) return plain('refused', 'That changes nothing in the draft: say whom, what or where it should be for, or not be for.')
      const wish: Wish = draft.target === null ? { kind: 'createPolicy', body: edited.body } : { kind: 'patchPolicy', policy: draft.target, body: edited.body }
      const content = clear(contentOf(snapshot, wish, aboutOf(draft)))
      if ('unclear' in content) return content.unclear
      const { draft: saved, existing } = await ask.ports.drafts.save(ask.caller, content.found)
      return {
        status: ok, summary: `"${short(saved.body.displayName)}" is edited: ${short(saved.effect.summary, 250)}. Lockout: ${saved.lockout.status}.`,
        ...draftWords(saved), existing, editedFrom: draft.id, asOf: asOf(snapshot, ask.ports.now())
      }
    })
  }
})

type EditInput = Readonly<Partial<Record<keyof DraftEdit, string>>>

/** The edit with every name resolved; the first name that is not clear is the answer. */
function editOf(tenant: Tenant, input: EditInput): Named<DraftEdit> {
  const include = objectsNamed(tenant, listed(input.include))
  const exclude = objectsNamed(tenant, listed(input.exclude))
  const apps = appsNamed(tenant, listed(input.apps))
  const excludeApps = appsNamed(tenant, listed(input.excludeApps))
  const platforms = platformsNamed(listed(input.platforms))
  const excludePlatforms = platformsNamed(listed(input.excludePlatforms))
  if ('unclear' in include) return include
  if ('unclear' in exclude) return exclude
  if ('unclear' in apps) return apps
  if ('unclear' in excludeApps) return excludeApps
  if ('unclear' in platforms) return platforms
  if ('unclear' in excludePlatforms) return excludePlatforms
  return {
    found: {
      include: objectsOf(include.found), exclude: objectsOf(exclude.found), apps: apps.found, excludeApps: excludeApps.found,
      platforms: platforms.found, excludePlatforms: excludePlatforms.found
    }
  }
}
