/** The name by which the agent and prompts refer to the plugin's skills. */
export const pluginName = 'Lacuna'

/** Microsoft Entra's own skills, as they are called in a workspace. */
export const entraName = 'Entra'

/** The address and the registrations that the files are written for. What is not given is left for the administrator to fill in. */
export interface ManifestOptions {
  /** Where the service is reached, without a slash at its end. */
  readonly publicUrl: string
  /** Id of the tenant in which people sign in. */
  readonly tenantId?: string
  /** Client id of the registration of the API. */
  readonly apiClientId?: string
  /** Client id of the registration by which Security Copilot signs people in. */
  readonly copilotClientId?: string
}
