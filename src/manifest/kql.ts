/** Sign-in evidence comes from the customer's own workspace, which the settings name. */
const settings = [
  { Name: 'TenantId', Label: 'Tenant id', Description: 'Id of the tenant of the Log Analytics workspace.' },
  { Name: 'SubscriptionId', Label: 'Subscription id', Description: 'Id of the subscription of the workspace.' },
  { Name: 'ResourceGroupName', Label: 'Resource group', Description: 'Name of the resource group of the workspace.' },
  { Name: 'WorkspaceName', Label: 'Workspace', Description: 'Name of the workspace that holds the sign-in logs (SigninLogs).' }
]

const workspace = Object.fromEntries(settings.map(({ Name }) => [Name, `{{${Name}}}`]))

const days = { Name: 'Days', Description: 'How many days back, as a whole number such as 7.', Required: true }
const policy = { Name: 'PolicyName', Description: 'A part of the name of the report-only policies; - for all of them.', Required: true }

/** The two kinds of clients with modern authentication, as the log names them. */
const modern = ['Browser', 'Mobile Apps and Desktop clients']

const skills = [
  {
    Name: 'GetDeviceCodeSignIns', DisplayName: 'Device code sign-ins', Inputs: [days],
    Description: 'Counts successful sign-ins by device code flow in the sign-in log, by user, application and country. Evidence before device code flow is blocked.',
    ExamplePrompt: ['Who used device code flow in the last days?'],
    query: `SigninLogs
| where TimeGenerated > ago(toint("{{Days}}") * 1d) and ResultType == "0"
| where AuthenticationProtocol == "deviceCode" or OriginalTransferMethod == "deviceCodeFlow"
| summarize SignIns = count(), Last = max(TimeGenerated), Countries = make_set(Location, 5) by UserPrincipalName, AppDisplayName
| top 20 by SignIns`
  },
  {
    Name: 'GetLegacyClientSignIns', DisplayName: 'Legacy client sign-ins', Inputs: [days],
    Description: 'Counts successful sign-ins of clients with legacy authentication in the sign-in log, by client, user and application. Evidence before legacy authentication is blocked.',
    ExamplePrompt: ['Which clients still use legacy authentication?'],
    query: `SigninLogs
| where TimeGenerated > ago(toint("{{Days}}") * 1d) and ResultType == "0"
| where isnotempty(ClientAppUsed) and ClientAppUsed !in (${modern.map(name => `"${name}"`).join(', ')})
| summarize SignIns = count(), Last = max(TimeGenerated) by ClientAppUsed, UserPrincipalName, AppDisplayName
| top 20 by SignIns`
  },
  {
    Name: 'GetReportOnlyFailures', DisplayName: 'Report-only failures by policy', Inputs: [days, policy],
    Description: 'Counts sign-ins that a report-only Conditional Access policy would have blocked or interrupted, by policy. Evidence before a policy is turned on.',
    ExamplePrompt: ['How many sign-ins would the report-only policies have blocked?'],
    query: `SigninLogs
| where TimeGenerated > ago(toint("{{Days}}") * 1d)
| mv-expand Policy = todynamic(ConditionalAccessPolicies)
| extend PolicyName = tostring(Policy.displayName), Result = tostring(Policy.result)
| where Result in ("reportOnlyFailure", "reportOnlyInterrupted")
| where "{{PolicyName}}" == "-" or PolicyName contains "{{PolicyName}}"
| summarize SignIns = count(), Users = dcount(UserId), Applications = make_set(AppDisplayName, 5), Last = max(TimeGenerated) by PolicyName, Result
| top 20 by SignIns`
  }
]

/** Sign-in evidence by KQL, in a plugin of its own: it needs no service, and its rights are those of who asks. */
export function kqlManifest(): object {
  return {
    Descriptor: {
      Name: 'LacunaSignInEvidence', DisplayName: 'Lacuna sign-in evidence',
      Description: 'Evidence from the sign-in log before a policy is turned on: device code and legacy sign-ins, and what report-only policies would have blocked.',
      DescriptionDisplay: 'Counts device code, legacy and report-only sign-ins in your own workspace.', Category: 'Plugin',
      Settings: settings.map(setting => ({ ...setting, SettingType: 'String', Required: true })), SupportedAuthTypes: ['None'], Authorization: { Type: 'None' }
    },
    SkillGroups: [{
      Format: 'KQL',
      Skills: skills.map(({ query, ...words }) => ({ ...words, Settings: { Target: 'Sentinel', ...workspace, Template: `${query}\n` } }))
    }]
  }
}
