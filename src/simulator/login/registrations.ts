import { randomBytes } from 'node:crypto'
import { derivedId } from '../state.ts'

/** The two things a token can be for: Lacuna's own API, and Microsoft Graph. */
export type Resource = 'lacuna' | 'graph'

interface Granted {
  /** Scopes in the name of a person. */
  readonly delegated: readonly string[]
  /** Permissions in the application's own name. */
  readonly application: readonly string[]
}

/** An application as the tenant knows it. `granted` is what an administrator consented to. */
export interface Registration {
  readonly clientId: string
  readonly displayName: string
  readonly secret: string
  /** The port of a loopback address does not count. */
  readonly redirectUris: readonly string[]
  readonly granted: Readonly<Record<Resource, Granted>>
}

/** The registration of Lacuna's API: what its tokens hold (`requestedAccessTokenVersion` is 2, `idtyp` and `acct` are asked for). */
interface ApiRegistration extends Registration {
  readonly scopes: readonly string[]
  /** `groupMembershipClaims: DirectoryRole`: without it a person's token holds no `wids`. */
  readonly asksForDirectoryRoles: boolean
}

export interface Registrations {
  readonly lacuna: ApiRegistration
  /** Where people decide. */
  readonly console: Registration
  /** Speaks for a person, and may never decide. */
  readonly copilot: Registration
  /** An integration without a person. */
  readonly unattended: Registration
}

export interface RegistrationOptions {
  /** True when left out. */
  readonly asksForDirectoryRoles?: boolean
  /** Permissions of Graph that Lacuna was not granted, delegated or its own. */
  readonly withheldPermissions?: readonly string[]
  /** Permissions of Graph that Lacuna's own identity holds besides. */
  readonly applicationPermissions?: readonly string[]
}

const scopes = ['Lacuna.Read', 'Lacuna.Propose', 'Lacuna.Decide']

/** What the operations of Graph that Lacuna calls ask for, each at its least. */
const readPermissions = [
  'Policy.Read.All', 'User.Read.All', 'GroupMember.Read.All', 'Application.Read.All', 'Device.Read.All', 'RoleManagement.Read.Directory',
  'RoleEligibilitySchedule.Read.Directory', 'AuditLog.Read.All', 'IdentityRiskyUser.Read.All', 'LicenseAssignment.Read.All',
  'Organization.Read.All', 'CustomSecAttributeAssignment.Read.All',
]
const delegatedPermissions = [
  ...readPermissions, 'User.Read', 'Agreement.Read.All', 'Policy.ReadWrite.ConditionalAccess', 'Group.ReadWrite.All', 'AdministrativeUnit.Read.All',
  'RoleManagement.ReadWrite.Directory',
]

/** Security Copilot's own client id. */
const copilotClient = 'bb3d68c2-d09e-4455-94a0-e323996dbaa3'

const nothing: Granted = { delegated: [], application: [] }

function registration(displayName: string, lacuna: Granted, rest: Partial<Registration> = {}): Registration {
  return {
    clientId: derivedId('registration', displayName), displayName, secret: randomBytes(24).toString('base64url'), redirectUris: [],
    granted: { lacuna, graph: { delegated: ['User.Read'], application: [] } }, ...rest,
  }
}

/** The application registrations of the simulated tenant. Client ids are always the same, secrets never. */
export function createRegistrations(options: RegistrationOptions = {}): Registrations {
  const held = (permissions: readonly string[]): string[] => permissions.filter((name) => options.withheldPermissions?.includes(name) !== true)
  const callbacks = ['http://localhost/auth/callback', 'http://127.0.0.1/auth/callback']
  return {
    lacuna: {
      ...registration('Lacuna', { delegated: scopes, application: [] }, { redirectUris: callbacks }),
      granted: {
        lacuna: { delegated: scopes, application: [] },
        graph: { delegated: held(delegatedPermissions), application: held([...readPermissions, ...options.applicationPermissions ?? []]) },
      },
      scopes, asksForDirectoryRoles: options.asksForDirectoryRoles ?? true,
    },
    console: registration('Lacuna console', { delegated: scopes, application: [] }, { redirectUris: callbacks }),
    copilot: registration('Security Copilot', { delegated: ['Lacuna.Read', 'Lacuna.Propose'], application: [] }, {
      clientId: copilotClient, redirectUris: ['https://securitycopilot.microsoft.com/auth/v1/callback'],
    }),
    unattended: registration('Lacuna integration', { ...nothing, application: ['Coverage.Read', 'Drafts.Write', 'Changes.Submit'] }),
  }
}

export function findRegistration(registrations: Registrations, clientId: string): Registration | undefined {
  return Object.values<Registration>({ ...registrations }).find((one) => one.clientId === clientId.toLowerCase())
}
