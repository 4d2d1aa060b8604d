/** The vocabulary that random tenants and random sign-ins share, small enough for conditions to meet each other often. */
export const home = 'tenant-home'
export const partners = ['tenant-partner', 'tenant-vendor', 'tenant-other'] as const
export const guestTypes = ['internalGuest', 'b2bCollaborationGuest', 'b2bCollaborationMember', 'b2bDirectConnectUser', 'otherExternalUser',
  'serviceProvider'] as const
export const clientAppTypes = ['browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'] as const
export const platforms = ['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux'] as const
export const risks = ['none', 'low', 'medium', 'high'] as const
export const flows = ['deviceCodeFlow', 'authenticationTransfer'] as const
export const insiderRisks = ['minor', 'moderate', 'elevated'] as const
export const countries = ['DE', 'FR', 'US', 'JP'] as const
export const roles = ['role-global', 'role-helpdesk', 'role-reader'] as const
export const actions = ['urn:user:registersecurityinfo', 'urn:user:registerdevice'] as const
export const contexts = ['c1', 'c2', 'c3'] as const
export const groups = ['group-1', 'group-2', 'group-3', 'group-4', 'group-5', 'group-6'] as const
export const users = Array.from({ length: 12 }, (_, index) => `user-${index + 1}`)
export const locations = ['place-1', 'place-2', 'place-3', 'place-4', 'place-5', 'place-6'] as const

export const mfaTrustedIps = '00000000-0000-0000-0000-000000000000'
export const compliantNetwork = '3d46dbda-8382-466a-856d-eb00cbc6b910'
const intune = '0000000a-0000-0000-c000-000000000000'
export const directoryApp = '00000002-0000-0000-c000-000000000000'
export const azureManagement = '797f4846-ba00-4fd7-ba43-dac1f8f63013'
/** An application whose id Microsoft publishes a name for among those of Office365. */
export const publishedApp = 'e1979c22-8b73-4aed-a4da-572cc4d0b832'
export const microsoft = ['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'] as const
export const appIds = ['app-own', 'app-microsoft', 'app-foreign', 'app-unowned', 'app-shared', 'app-managed', 'app-agent', 'app-blueprint',
  publishedApp, directoryApp, azureManagement] as const

/** Device properties by their name in a rule, with values that a rule and a device may share. */
export const deviceValues = {
  deviceId: ['dev-1', 'dev-2'], displayName: ['Kiosk 1', 'Kiosk 2', 'Desk `1'], manufacturer: ['Contoso', 'Fabrikam'], model: ['Surface Pro', 'Surface Go'],
  operatingSystem: ['Windows', 'iOS'], operatingSystemVersion: ['10.0.1', '10.0.2'], enrollmentProfileName: ['Corp', 'Corp-B'],
  mdmAppId: [intune, 'mdm-other'], profileType: ['RegisteredDevice', 'SecureVM'], trustType: ['AzureAD', 'ServerAD', 'Workplace'],
  extensionAttribute1: ['SAW', 'PAW'], extensionAttribute15: ['SAW', 'PAW'], deviceOwnership: ['Company', 'Personal'],
  physicalIds: ['[PurchaseId]:1', '[PurchaseId]:2'], systemLabels: ['M365Managed', 'MDEJoined']
} as const

/** Addresses at and beside the ends of the ranges that random locations are made of, and far from all of them. */
export const addresses = ['10.0.0.0', '9.255.255.255', '10.255.255.255', '11.0.0.0', '10.1.0.0', '10.0.255.255', '10.1.255.255', '10.2.0.0', '10.1.2.0',
  '10.1.2.127', '10.1.2.128', '10.1.2.255', '10.1.3.0', '10.1.2.99', '10.1.2.100', '10.1.3.50', '10.1.3.51', '::ffff:10.1.2.200', '192.0.2.7',
  '2001:db8::', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8:1::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff', '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
  '2001:db8:2::', '2001:db8:1::10', '2001:db8:1::20', '2001:db8:1::21', '2001:db8:1::f', '2001:db9::', '::a01:200'] as const
/** CIDR ranges over those addresses; the last cannot be read. */
export const cidrs = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.128/25', '10.1.2.7/24', '::ffff:10.1.2.0/120', '2001:db8::/32', '2001:db8:1::/48',
  '2001:db8:1::10/128', '0.0.0.0/0', '10.1.0.0/33'] as const
export const spans: readonly [readonly [string, string], ...(readonly [string, string])[]] = [['10.1.2.100', '10.1.3.50'], ['10.0.0.0', '10.0.255.255'], ['2001:db8:1::10', '2001:db8:1::20'], ['10.1.2.0', '2001:db8::']]
