/**
 * Skillsets of Microsoft that manifests name, with those of their skills that public manifests use. The lists are not complete: a name that
 * is not here may still be right.
 */
export const knownSkillsets: Readonly<Record<string, readonly string[]>> = {
  Entra: ['GetEntraData', 'GetEntraUserDetails', 'GetEntraUserDetailsV1', 'GetEntraSignInLogs', 'GetEntraSignInLogsV1', 'GetEntraAuditLogs', 'GetEntraRiskyUsers', 'GetEntraRiskDetections'],
  'MCP.Sentinel': [], Sentinel: [], ThreatIntelligence: [], Defender: [], M365: [], Intune: [], Purview: [], Fusion: []
}

/** Names that a plan for the Security Store's review rejects in an agent's name. */
export const productNames = ['Microsoft', 'Entra', 'Sentinel', 'Defender', 'Intune', 'Purview', 'Security Copilot', 'Azure']
