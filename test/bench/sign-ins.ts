import { clientAppTypes, guestTypes, platforms, type Policy } from '#src/domain/policy.ts'
import type { SignIn, SignInConditions, SignInIdentity } from '#src/domain/sign-in.ts'
import type { Tenant } from '#src/tenant/tenant.ts'

const countries = ['DE', 'FR', 'NL', 'US', 'AQ', 'BV', 'BR', 'JP', 'de', 'ZA', null, undefined]
const risks = ['none', 'none', 'none', 'low', 'medium', 'high', 'hidden', null]
const flows = ['none', 'none', 'none', 'deviceCodeFlow', 'authenticationTransfer', null]
const manufacturers = ['Contoso', 'Fabrikam', 'Northwind', 'Tailspin']

/** Sign-ins as different from each other as a tenant sees them: no two have the same address and device. */
export class SignIns {
  readonly #tenant: Tenant
  readonly #actions: readonly string[]
  #state = 1
  #drawn = 0

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.#actions = [...new Set(tenant.policies.flatMap(({ policy }: { policy: Policy }) => policy.conditions.applications.includeUserActions)), 'registerOrJoinDevices']
  }

  /** The next ones. */
  take(count: number): SignIn[] {
    return Array.from({ length: count }, () => this.#next())
  }

  #next(): SignIn {
    this.#drawn++
    return { signInIdentity: this.#identity(), signInContext: this.#context(), signInConditions: this.#conditions() }
  }

  #below(limit: number): number {
    this.#state = Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 >>> 0
    return ((this.#state ^ (this.#state >>> 13)) >>> 0) % limit
  }

  #one<T>(list: readonly [T, ...T[]] | readonly T[], instead: T): T {
    return list[this.#below(list.length)] ?? instead
  }

  /** An account nine times of ten; else an external, a stranger or somebody signing in as another type of guest. */
  #identity(): SignInIdentity {
    const { users } = this.#tenant
    const userId = users.at(this.#below(users.count)).id
    switch (this.#below(40)) {
      case 0: return { externalUserType: this.#one(guestTypes, 'internalGuest'), externalTenantId: this.#guid() }
      case 1: return { userId: this.#guid(), externalUserType: this.#one(guestTypes, 'internalGuest') }
      case 2: return { userId: this.#guid() }
      case 3: return { userId: users.at(this.#below(users.count)).userPrincipalName }
      default: return { userId }
    }
  }

  #context(): SignIn['signInContext'] {
    const appId = (): string => this.#tenant.apps.list[this.#below(this.#tenant.apps.list.length)]?.appId ?? this.#guid()
    switch (this.#below(40)) {
      case 0: return { userAction: this.#one(this.#actions, 'registerOrJoinDevices') }
      case 1: return { includeApplications: [this.#guid()] }
      case 2: return { includeApplications: [appId(), appId()] }
      default: return { includeApplications: [appId()] }
    }
  }

  #conditions(): SignInConditions {
    const country = this.#one(countries, 'DE')
    return {
      clientAppType: this.#one(clientAppTypes, 'browser'), devicePlatform: this.#one([...platforms, 'unknownFutureValue'], 'windows'),
      ipAddress: this.#address(), ...country === undefined ? {} : { country },
      signInRiskLevel: this.#one(risks, 'none'), userRiskLevel: this.#one(risks, 'none'), insiderRiskLevel: this.#one(['none', 'minor', 'elevated', null], 'none'),
      authenticationFlow: { transferMethod: this.#one(flows, 'none') }, ...this.#below(3) === 0 ? {} : { deviceInfo: this.#device() }
    }
  }

  /** IPv4 in the named ranges and beside them, IPv6 likewise; one of three is IPv6. */
  #address(): string {
    const [a, b, c, d] = [this.#drawn >>> 24 & 255, this.#drawn >>> 16 & 255, this.#drawn >>> 8 & 255, this.#drawn & 255]
    switch (this.#below(6)) {
      case 0: return `198.51.100.${d}`
      case 1: return `203.0.113.${d}`
      case 2: return `2001:db8:100::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
      case 3: return `2a02:${this.#hex(4)}:${this.#hex(4)}:${this.#hex(3)}:${this.#hex(4)}:0:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
      default: return `${20 + this.#below(150)}.${b}.${c}.${d}`
    }
  }

  #device(): NonNullable<SignInConditions['deviceInfo']> {
    return {
      deviceId: this.#guid(), displayName: `Device ${this.#drawn}`, isCompliant: this.#below(2) === 0, trustType: this.#one(['AzureAD', 'ServerAD', 'Workplace'], 'AzureAD'),
      ownership: this.#one(['Company', 'Personal'], 'Company'), manufacturer: this.#one(manufacturers, 'Contoso'), model: `Model ${this.#below(90)}`,
      operatingSystem: this.#one(['Windows', 'MacMDM', 'iPhone'], 'Windows'), operatingSystemVersion: `10.0.${this.#below(30_000)}`,
      ...this.#below(4) === 0 ? { extensionAttribute1: 'PAW' } : {}, ...this.#below(4) === 0 ? { mdmAppId: '0000000a-0000-0000-c000-000000000000' } : {}
    }
  }

  #guid(): string {
    return `${this.#hex(8)}-${this.#hex(4)}-4${this.#hex(3)}-9${this.#hex(3)}-${this.#hex(4)}${this.#drawn.toString(16).padStart(8, '0')}`
  }

  #hex(digits: number): string {
    return this.#below(16 ** digits).toString(16).padStart(digits, '0')
  }
}
