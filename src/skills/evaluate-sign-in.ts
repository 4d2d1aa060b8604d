import { Type, type Static } from 'typebox'
import { evaluate } from '#src/engine/evaluate.ts'
import { clientAppTypes, platforms, riskLevels, transferMethods } from '#src/domain/policy.ts'
import { literals } from '#src/domain/schema.ts'
import type { DeviceInfo, SignIn } from '#src/domain/sign-in.ts'
import type { Verdict } from '#src/domain/verdict.ts'
import { toRead } from './needs.ts'
import { appNamed, userNamed } from './names.ts'
import { asOf, type Candidate, fitting, fromSnapshot, ok, replyOf, short } from './reply.ts'
import { skill } from './skill.ts'
import type { Snapshot } from './ports.ts'

const devices = ['unregistered', 'registered', 'compliant', 'hybridJoined'] as const

const Input = Type.Object({
  user: Type.String({ minLength: 1, maxLength: 300, description: 'User principal name, object id or exact display name.' }),
  app: Type.String({ minLength: 1, maxLength: 300, description: 'Application name, such as SharePoint Online, or its appId.' }),
  clientApp: Type.Optional(literals(clientAppTypes, { description: 'Kind of client.' })),
  platform: Type.Optional(literals([...platforms, 'unknown'], { description: 'Device platform.' })),
  ip: Type.Optional(Type.String({ maxLength: 45, description: 'IPv4 or IPv6 address.' })),
  country: Type.Optional(Type.String({ minLength: 2, maxLength: 2, description: 'Two-letter country code.' })),
  risk: Type.Optional(literals(riskLevels, { description: 'Sign-in risk; none unless told.' })),
  flow: Type.Optional(literals(transferMethods, { description: 'Authentication flow; none unless told.' })),
  device: Type.Optional(literals(devices, { description: 'State of the device; unregistered unless told.' }))
})

/** What would happen to one sign-in. */
export const evaluateSignIn = skill({
  name: 'EvaluateSignIn', path: '/sign-ins/evaluate', method: 'POST', effect: 'read', needs: toRead,
  summary: 'Evaluate one sign-in, as a what-if',
  forModel: 'Use to simulate one sign-in (login, logon) of a user to an application: would the user get access, be allowed, stopped or blocked, or be asked ' +
    'for MFA or more, on a certain device or client, from a place or network, at a risk. Answers the outcome, the controls that must be met and which ' +
    'policies apply and why. What is not told counts as unknown. It tells nothing about sign-ins of the past.',
  prompts: ['What if he logs in from a laptop at home, is it allowed? Why does she have to use MFA?',
    'Which policies and controls apply when somebody opens the portal? Simulate a login to Teams on an iPhone or Android tablet',
    'Is he allowed to open Outlook from abroad? What will she be asked for in the browser?',
    'Can someone with an old IMAP client reach the mailbox? Do a what-if for a user on macOS',
    'Does MFA get triggered for him in the portal? Suppose somebody logs in from another country, what then?',
    'How would he be treated when travelling? Could a hacker get into her account?'],
  input: Input,
  output: replyOf({
    outcome: Type.String({ description: 'blocked, granted, grantedWith (the controls must be met) or unknown.' }),
    controls: Type.String({ description: 'The controls to be met, such as "mfa AND (compliantDevice OR domainJoinedDevice)".' }),
    session: Type.String({ description: 'Session controls, comma-joined.' }),
    user: Type.String(), app: Type.String(),
    applying: Type.Integer(), undecided: Type.Integer(), notApplying: Type.Integer(),
    policies: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), state: Type.String(), applies: Type.String(),
      why: Type.String() }))
  }),
  async run(input, ask) {
    return fromSnapshot(ask, snapshot => {
      const user = userNamed(snapshot.tenant, input.user)
      if ('unclear' in user) return user.unclear
      const app = appNamed(snapshot.tenant, input.app)
      if ('unclear' in app) return app.unclear
      const verdict = evaluate(snapshot.compiled, signInOf(input, user.found.id, app.found.id))
      return { status: ok, ...described(snapshot, verdict, { user: user.found, app: app.found }), asOf: asOf(snapshot, ask.ports.now()) }
    })
  }
})

function signInOf(input: Static<typeof Input>, userId: string, appId: string): SignIn {
  const { clientApp, platform, ip, country, risk, flow, device } = input
  const info = deviceOf[device ?? 'unregistered']
  return {
    signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId },
    signInContext: { '@odata.type': '#microsoft.graph.applicationContext', includeApplications: [appId] },
    signInConditions: {
      ...(clientApp === undefined ? {} : { clientAppType: clientApp }), ...(platform === undefined ? {} : { devicePlatform: platform }),
      ...(ip === undefined ? {} : { ipAddress: ip }), ...(country === undefined ? {} : { country: country.toUpperCase() }),
      ...(risk === undefined ? {} : { signInRiskLevel: risk }),
      ...(flow === undefined ? {} : { authenticationFlow: { transferMethod: flow } }),
      ...(info === undefined ? {} : { deviceInfo: info })
    }
  }
}

const deviceOf: Readonly<Record<typeof devices[number], Static<typeof DeviceInfo> | undefined>> = {
  unregistered: undefined, registered: {}, compliant: { isCompliant: true }, hybridJoined: { trustType: 'ServerAD' }
}

function described({ tenant }: Snapshot, { policies, outcome }: Verdict, { user, app }: Record<'user' | 'app', Candidate>) {
  const judged = policies.map(({ id, displayName, policyApplies, analysisReasons }, index) => ({
    id, name: short(displayName, 70), state: tenant.policies[index]?.policy.state ?? '',
    applies: policyApplies === null ? 'unknown' : policyApplies ? 'yes' : 'no', why: analysisReasons
  }))
  const [applying, undecided] = [judged.filter(({ applies }) => applies === 'yes'), judged.filter(({ applies }) => applies === 'unknown')]
  const controls = outcome.controls.map(clause => clause.length === 1 ? clause.join('') : `(${clause.join(' OR ')})`).join(' AND ')
  return {
    summary: `${short(user.name)} to ${short(app.name, 60)}: ${words[outcome.result]}${controls === '' ? '' : `: ${short(controls, 150)}`}. ` +
      `${applying.length} of ${judged.length} policies apply, ${undecided.length} may apply.`,
    outcome: outcome.result, controls: short(controls, 300),
    session: Object.entries(outcome.session).map(([name, value]) => `${name}=${String(value)}`).join(','),
    user: short(user.name), app: short(app.name),
    applying: applying.length, undecided: undecided.length, notApplying: judged.length - applying.length - undecided.length,
    policies: fitting([...applying, ...undecided].slice(0, 12))
  }
}

const words: Readonly<Record<Verdict['outcome']['result'], string>> = {
  blocked: 'blocked', granted: 'granted without conditions', grantedWith: 'granted once these are met',
  unknown: 'not certain, since something is not known; certain is only what follows'
}
