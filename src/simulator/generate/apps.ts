import { idOf, mixed, momentOf, oneOf } from './draw.ts'
import type { Plan } from './plan.ts'

const microsoft = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

/** Microsoft's own applications by their published ids. */
export const firstParty = [
  ['00000002-0000-0ff1-ce00-000000000000', 'Office 365 Exchange Online'], ['00000003-0000-0ff1-ce00-000000000000', 'Office 365 SharePoint Online'],
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'], ['00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'],
  ['797f4846-ba00-4fd7-ba43-dac1f8f63013', 'Windows Azure Service Management API'], ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Azure Portal'],
  ['cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', 'Microsoft Teams Services'], ['0000000a-0000-0000-c000-000000000000', 'Microsoft Intune'],
  ['d4ebce55-015a-49b5-a083-c84d1797ae8c', 'Microsoft Intune Enrollment'], ['00000007-0000-0000-c000-000000000000', 'Dataverse']
] as const

const purposes = ['Payroll', 'Travel', 'Invoices', 'Wiki', 'Tickets', 'Recruiting', 'Fleet', 'Warehouse', 'Contracts', 'Training', 'Survey', 'Dashboard'] as const

/** The appId of the application at an index. */
export function appIdAt({ seed }: Plan, index: number): string {
  return firstParty[index]?.[0] ?? idOf(seed, 'app', index)
}

/** The service principal at an index: Microsoft's own first, then those of the company and, three of ten, of others. */
export function servicePrincipalAt(plan: Plan, index: number): object {
  const own = firstParty[index]
  const isForeign = mixed(plan.seed, index, 41) % 10 < 3
  const owner = own !== undefined ? microsoft : idOf(plan.seed, 'tenant', isForeign ? 100 + index % 50 : 0)
  return {
    id: idOf(plan.seed, 'principal', index), appId: appIdAt(plan, index), displayName: own?.[1] ?? `${oneOf(purposes, plan.seed, index, 42)} ${index}`,
    servicePrincipalType: 'Application', appOwnerOrganizationId: owner, signInAudience: own !== undefined || isForeign ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
    tags: own === undefined ? ['WindowsAzureActiveDirectoryIntegratedApp'] : [], createdDateTime: momentOf(plan.seed, index, 43), accountEnabled: true,
    customSecurityAttributes: own === undefined && mixed(plan.seed, index, 44) % 8 === 0
      ? { Operations: { '@odata.type': '#microsoft.graph.customSecurityAttributeValue', Tier: oneOf(['Gold', 'Silver'] as const, plan.seed, index, 45) } } : null
  }
}
