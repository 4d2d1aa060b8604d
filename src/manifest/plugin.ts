import { pluginName, type ManifestOptions } from './names.ts'

/** Scopes that a token for Security Copilot may hold; deciding is never among them. */
const scopes = ['Lacuna.Read', 'Lacuna.Propose']

/** The setting in which each customer names the address of its own service. */
const address = 'ServiceAddress'

export const words = {
  Name: pluginName,
  DisplayName: 'Lacuna Conditional Access',
  Description: 'Finds, proves and closes the gaps in Microsoft Entra Conditional Access: who and what the policies leave uncovered, exactly, with a sign-in that proves it; ' +
    'drafts of report-only policies; changes that a person approves.',
  DescriptionDisplay: 'Finds, proves and closes gaps in Conditional Access. Changes wait for a person.',
  DescriptionForModel: 'Use for questions about Microsoft Entra Conditional Access in this tenant: which users or applications are not covered by MFA, device, legacy authentication, ' +
    'device code flow or risk policies; what one policy does; whether a sign-in would succeed; what to fix first; drafting a report-only policy; submitting it for approval. ' +
    'Answers are exact for the whole tenant. It never approves or applies a change: a person does, at the link that is answered. Say `unknown` where the answer does.',
  Category: 'Plugin'
}

/** Which of the two ways to a token: our own registration, each person signing in once, or Security Copilot's own on the person's behalf. */
export type PluginSignIn = 'OAuthAuthorizationCodeFlow' | 'AADDelegated'

/** The plugin: its skills come from the OpenAPI document (reference sheet, sections 1.2, 2.4 and 2.6). It holds no secret and no icon. */
export function pluginManifest(options: ManifestOptions, signIn: PluginSignIn = 'OAuthAuthorizationCodeFlow') {
  const { publicUrl } = options
  return {
    Descriptor: {
      ...words,
      Settings: [{
        Name: address, Label: 'Service address', Description: 'Where your Lacuna service is reached, without a slash at its end.', HintText: publicUrl,
        SettingType: 'String', Required: true
      }],
      SupportedAuthTypes: [signIn], Authorization: signIn === 'AADDelegated' ? delegated(options) : codeFlow(options)
    },
    SkillGroups: [{ Format: 'API', Settings: { OpenApiSpecUrl: `${publicUrl}/openapi/skills.yaml`, EndpointUrlSettingName: address } }]
  }
}

function apiScopes({ apiClientId = 'YOUR-API-CLIENT-ID' }: ManifestOptions): string[] {
  return scopes.map(scope => `api://${apiClientId}/${scope}`)
}

/** Scopes are separated by spaces. */
export function codeFlow(options: ManifestOptions): object {
  const { tenantId = 'YOUR-TENANT-ID', copilotClientId: ClientId = 'YOUR-COPILOT-CLIENT-ID' } = options
  const authority = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0`
  return {
    Type: 'OAuthAuthorizationCodeFlow', ClientId, AuthorizationEndpoint: `${authority}/authorize`, TokenEndpoint: `${authority}/token`,
    Scopes: [...apiScopes(options), 'offline_access'].join(' '), AuthorizationContentType: 'application/x-www-form-urlencoded'
  }
}

/** Scopes are separated by commas. */
function delegated(options: ManifestOptions): object {
  return { Type: 'AADDelegated', EntraScopes: apiScopes(options).join(',') }
}
