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
  summary: 'Edit whom or what a draft is for',
  forModel: 'Use only when asked to edit, adjust, amend, narrow, limit, reduce or restrict the target of a draft before it is submitted: to add, include, ' +
    'put in, exclude, exempt, except, spare, skip, leave out, keep out, drop, take out, remove, swap or replace people or things in the draft, such as ' +
    'guests, external users, internal staff, executives, contractors, the board, service (svc) or sync accounts, a role such as helpdesk administrator, an ' +
    'app (Outlook, Teams, enrollment, a portal), all resources or a platform. Makes another draft with its own id. Including takes back an exception, and ' +
    'the reverse; a draft for all narrows to those included. Break-glass accounts stay excluded. Nothing goes to the tenant; a person decides. For a ' +
    'forecast use PreviewChange.',
  prompts: [
    'The draft should be for everyone instead of just the pilot group. Include admins in the draft as well. Draft only for Windows and macOS.',
    'Take them out of the draft, too. That is the wrong group, so replace or swap it in the draft.'
  ],
  input: Type.Object({
    draft: Type.String({ minLength: 1, maxLength: 100, description: 'Draft id from DraftReportOnlyPolicy or EditDraft.' }),
    include: names('Users, groups or roles to include, comma-joined.'), exclude: names('Users, groups or roles to leave out, comma-joined.'),
    apps: names('Applications to include, comma-joined.'), excludeApps: names('Applications to leave out, comma-joined.'),
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
