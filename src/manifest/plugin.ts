/** The name by which the agent and prompts refer to the plugin's skills. */
export const pluginName = 'Lacuna'

/** What an administrator puts in the place of the ids of the tenant and of the registration of this API. */
const tenant = 'YOUR-TENANT-ID'
const api = 'YOUR-API-CLIENT-ID'

/** Scopes that a token for Security Copilot may hold; deciding is never among them. */
const scopes = ['Lacuna.Read', 'Lacuna.Propose']

/**
 * The plugin: its skills come from the OpenAPI document. Each person signs in once by the authorization code flow, with our own
 * registration (reference sheet, sections 1.2 and 2.6). Scopes are separated by spaces.
 */
export function pluginManifest(publicUrl: string): object {
  return {
    Descriptor: {
      Name: pluginName,
      DisplayName: 'Lacuna Conditional Access',
      Description: 'Finds, proves and closes the gaps in Microsoft Entra Conditional Access: who and what the policies leave uncovered, exactly, with a sign-in that proves it; ' +
        'drafts of report-only policies; changes that a person approves.',
      DescriptionDisplay: 'Finds, proves and closes gaps in Conditional Access. Changes wait for a person.',
      DescriptionForModel: 'Use for questions about Microsoft Entra Conditional Access in this tenant: which users or applications are not covered by MFA, device, legacy authentication, ' +
        'device code flow or risk policies; what one policy does; whether a sign-in would succeed; what to fix first; drafting a report-only policy; submitting it for approval. ' +
        'Answers are exact for the whole tenant. It never approves or applies a change: a person does, at the link that is answered. Say `unknown` where the answer does.',
      SupportedAuthTypes: ['OAuthAuthorizationCodeFlow'],
      Authorization: {
        Type: 'OAuthAuthorizationCodeFlow',
        ClientId: 'YOUR-COPILOT-CLIENT-ID',
        AuthorizationEndpoint: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`,
        TokenEndpoint: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
        Scopes: [...scopes.map(scope => `api://${api}/${scope}`), 'offline_access'].join(' '),
        AuthorizationContentType: 'application/x-www-form-urlencoded'
      }
    },
    SkillGroups: [{ Format: 'API', Settings: { OpenApiSpecUrl: `${publicUrl}/openapi/skills.yaml` } }]
  }
}
