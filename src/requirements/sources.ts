import type { Licence } from '#src/domain/requirement.ts'

/** The 14 roles of Microsoft's administrator templates (reference section 8). */
export const administratorRoles = [
  '62e90394-69f5-4237-9190-012177145e10', '194ae4cb-b126-40b2-bd5b-6091b380977d', 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
  '29232cdf-9323-42fd-ade2-1d097af3e4de', 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'b0f54661-2d74-4c50-afa3-1ec803f12efe', 'fe930be7-5e62-47db-91af-98c3a49a38b1', 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', '158c047a-c907-4556-b7ef-446551a6b5f7', '966707d0-3269-4727-9be2-8c3a10f19b9d',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'e8611ab8-c189-46e8-94e1-60213ab1f814'
]

/** The five roles that the template for phishing-resistant MFA has besides: Compliance, Compliance Data, Intune, Dynamics 365, Power Platform. */
export const furtherRoles = [
  '17315797-102d-40b4-93e0-432062caca18', 'e6d1a23a-da11-4be4-9570-befc86d067a7', '3a2c62db-5318-420d-8d74-23affee5d9d5',
  '44367163-eba1-44c3-98af-f5787879f96a', '11648597-926c-4cf3-9c36-bcebb0ba8dcc'
]

export const globalAdministratorRole = '62e90394-69f5-4237-9190-012177145e10'
export const directorySynchronizationRole = 'd29b2b05-8046-44ba-8758-1e26182fcf32'

/** Service plans by which a licence is detected (reference section 10). */
export const premium1: Licence = {
  name: 'Microsoft Entra ID P1', servicePlanIds: ['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'eec0eb4f-6444-4f95-aba0-50c24d67f998']
}
export const premium2: Licence = { name: 'Microsoft Entra ID P2', servicePlanIds: ['eec0eb4f-6444-4f95-aba0-50c24d67f998'] }
export const intune: Licence = {
  name: 'Microsoft Intune',
  servicePlanIds: ['c1ec4a95-1f05-45b3-a911-aa3fa01094f5', 'd216f254-796f-4dab-bbfa-710686e646b9', 'da24caf9-af8e-485c-b7c8-e73336da2693',
    '8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2']
}

export const workloadIdentities: Licence = {
  name: 'Microsoft Entra Workload ID Premium', servicePlanIds: ['84c289f0-efcb-486f-8581-07f44fc9efad', '7dc0e92d-bf15-401d-907e-0884efe7c760']
}
export const agent365: Licence = { name: 'Microsoft Agent 365', servicePlanIds: ['d0ce5ebb-9db0-491f-b780-8973a1d815fe'] }
export const insiderRiskManagement: Licence = {
  name: 'Microsoft Purview Insider Risk Management', servicePlanIds: ['d587c7a3-bda9-4f99-8776-9bcf59c84f75']
}

export const modernClients = ['browser', 'mobileAppsAndDesktopClients']
export const legacyClients = ['exchangeActiveSync', 'easSupported', 'other']
export const allApplications = { includeApplications: ['All'] }
/** Devices that are neither compliant nor hybrid joined: the others have already what is required of a device. */
export const unmanagedDevices = { mode: 'exclude', rule: 'device.isCompliant -eq True -or device.trustType -eq "ServerAD"' }
export const multifactorStrength = '00000000-0000-0000-0000-000000000002'
export const phishingResistantStrength = '00000000-0000-0000-0000-000000000004'
export const reportOnly = 'enabledForReportingButNotEnforced'
export const everyTime = {
  signInFrequency: { isEnabled: true, authenticationType: 'primaryAndSecondaryAuthentication', frequencyInterval: 'everyTime' }
}
