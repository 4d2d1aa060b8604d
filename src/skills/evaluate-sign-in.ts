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
  user: Type.String({ minLength: 1, maxLength: 300, description: 'Whose: UPN, object id or exact display name.' }),
  app: Type.String({ minLength: 1, maxLength: 300, description: 'Application, such as Outlook, SharePoint Online, Teams or Azure portal: name or appId.' }),
  clientApp: Type.Optional(literals(clientAppTypes, { description: 'Kind of client.' })),
  platform: Type.Optional(literals([...platforms, 'unknown'], { description: 'Operating system of the device.' })),
  ip: Type.Optional(Type.String({ maxLength: 45, description: 'IPv4 or IPv6 address.' })),
  country: Type.Optional(Type.String({ minLength: 2, maxLength: 2, description: 'Where from: two-letter code.' })),
  risk: Type.Optional(literals(riskLevels, { description: 'Sign-in risk; none unless told.' })),
  flow: Type.Optional(literals(transferMethods, { description: 'Authentication flow; none unless told.' })),
  device: Type.Optional(literals(devices, { description: 'State of the device; unregistered unless told.' }))
})

/** What would happen to one sign-in. */
export const evaluateSignIn = skill({
  name: 'EvaluateSignIn', path: '/sign-ins/evaluate', method: 'POST', effect: 'read', needs: toRead,
  summary: 'Simulate one sign-in of one person, as a what-if',
  forModel: 'Use to simulate or test a sign-in (login, logon) of one user (such as user@company.com), guest, admin, agent, service (svc) or emergency ' +
    'account: would he be let through, blocked, challenged or asked for MFA, a passkey or second factor, if he is on his own, private, compliant or ' +
    'unmanaged laptop, PC, Mac, iPad, iPhone, Android or Linux computer, at home, in the office, a hotel, VPN or another network, or at high risk. Answers ' +
    'the outcome, what he must do and the policies that apply, and why. What is not told is unknown; it never reads past sign-ins.',
  prompts: [
    'What happens if our CFO goes to Workday from Brazil on her iPad? Suppose she sits at home, same app? Does he get an MFA prompt in the Azure portal at ' +
      'the office? Would she be let into Teams on her own phone? Is his mail over IMAP allowed?',
    'Would a partner get into SharePoint or Power BI via Firefox? If she enters Salesforce on a Mac, outcome? Could he open SAP or GitHub from anywhere? ' +
      'Will a scanner be stopped over IMAP?'
  ],
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
