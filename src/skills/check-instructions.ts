import { Type } from 'typebox'
import { checkInstruction, type Checked } from '#src/advisor/direction/check.ts'
import type { Wish } from '#src/advisor/direction/wish.ts'
import { literals } from '#src/domain/schema.ts'
import { toRead } from './needs.ts'
import { asOf, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'

const decided = 'Nothing was set: a person sets it through a client that may decide.'

/** How a plain sentence of direction would be understood. */
export const checkInstructions = skill({
  name: 'CheckInstructions', path: '/instructions/check', method: 'POST', effect: 'read', needs: toRead,
  summary: 'Check how an instruction would be understood, before it is set',
  forModel: 'Use when a standing or custom instruction, a permanent rule or one for the future, is to be checked, validated, tested, verified or worded: to ' +
    'always exclude or include a user, group or role, never consider, disregard or leave out a user, exempt contractors or accept a temporary exception ' +
    'until a date, or follow a pattern for names. It sets nothing. Answers how the sentence is read and understood; if it is not accepted, rephrase it in ' +
    'the nearest form; if it is ambiguous, ask the operator which reading is meant, never choose.',
  prompts: [
    'How would you interpret this instruction? Is the wording of my instruction valid, precise and unambiguous? Check this text before I save it. If rules ' +
      'conflict, which wins? How should I phrase or write an instruction to ignore kiosk accounts?',
    'Would that work? Is my standing rule too broad, or clear enough to follow? Whom would it mean? Say I tell you to always skip sales till June, would ' +
      'you understand and accept it?'
  ],
  input: Type.Object({ instruction: Type.String({ minLength: 1, maxLength: 500, description: 'One sentence, such as: Exclude the group "NAME" from MFA policies. Names stand in quotes.' }) }),
  output: replyOf({
    verdict: literals(['understood', 'ambiguous', 'refused', 'contradicts']),
    understoodAs: Type.String({ description: 'The instruction as understood, in one sentence.' }),
    wouldSet: Type.String({ description: 'What a person would set with it.' }),
    nearest: Type.String({ description: 'How it may be put, where it is not understood.' }),
    position: Type.Integer({ description: 'The character, counted from 1, where it stops being understood.' }),
    readings: Type.Array(Type.String(), { description: 'Each way in which it can be read.' }),
    contradicts: Type.String({ description: 'What stands and cannot hold beside it.' })
  }),
  async run({ instruction }, ask) {
    const settings = await ask.ports.settings(ask.caller)
    const now = ask.ports.now()
    return fromSnapshot(ask, snapshot => ({ ...told(checkInstruction(instruction, { tenant: snapshot.tenant, settings, now })), asOf: asOf(snapshot, now) }))
  }
})

function told(checked: Checked) {
  const { verdict } = checked
  if (verdict === 'understood') {
    const summary = checked.stands ? `This is set already: ${short(checked.sentence, 700)}` : `Understood as: ${short(checked.sentence, 700)} ${decided}`
    return { status: ok, verdict, summary, understoodAs: short(checked.sentence, 700), wouldSet: settingWords(checked.wish) }
  }
  if (verdict === 'contradicts') {
    const summary = `This contradicts what is set: ${short(checked.standing, 500)} A person must change that first.`
    return { status: 'refused' as const, verdict, summary, understoodAs: short(checked.sentence, 500), wouldSet: settingWords(checked.wish), contradicts: short(checked.standing, 500) }
  }
  const candidates = checked.candidates.slice(0, 5).map(({ kind, id, name }) => ({ kind, id, name: short(name, 80) }))
  if (verdict === 'ambiguous') {
    return { status: 'ambiguous' as const, verdict, summary: `Not clear: ${checked.detail}. Ask the operator which is meant.`, readings: checked.readings.slice(0, 4).map(reading => short(reading, 400)), candidates }
  }
  const nearest = checked.nearest === undefined ? {} : { nearest: short(checked.nearest, 500) }
  return { status: 'refused' as const, verdict, summary: `Not understood at character ${checked.at + 1}: ${checked.detail}.`, position: checked.at + 1, ...nearest, candidates }
}

/** The setting in words, its objects by id. */
function settingWords(wish: Wish): string {
  if (wish.sets === 'namingConvention') return `namingConvention: ${wish.pattern}`
  const { objects, requirements } = wish.sets === 'direction' ? wish.direction : wish.exception
  const ids = short(objects.map(({ kind, id }) => `${kind} ${id}`).join(', '), 300)
  const about = requirements === null ? 'all requirements' : short(requirements.join(', '), 300)
  if (wish.sets === 'direction') return `directions: ${wish.direction.do} ${ids} for ${about}`
  return `exceptions: ${ids} for ${about}, ${wish.exception.expiresAt === null ? 'for good' : `until ${wish.exception.expiresAt}`}`
}
