/** An error that an upload, a publication or a session answers, what it means and what to do. */
export interface KnownError {
  readonly id: string
  /** What Security Copilot or Entra says. */
  readonly says: string
  readonly means: string
  readonly todo: string
}

function known(id: string, says: string, means: string, todo: string): KnownError {
  return { id, says, means, todo }
}

/** Documented by Microsoft or reported by those who built plugins (reference sheet, sections 1.4, 2, 4 and 6). */
export const knownErrors: readonly KnownError[] = [
  known('2001', '2001 InvalidSkillsetParamsException', 'the scope or the format of the plugin is wrong, or an address in it is missing', 'check `Format` of each group and that an API group has `OpenApiSpecUrl`; lint the manifest'),
  known('2002', '2002 SkillsetProcessingException', 'a required field is missing or blank, there is no skill group, the content is empty, the icon cannot be used, or the specification\'s address is wrong', 'lint the manifest; leave `Icon` out; open `OpenApiSpecUrl` without signing in and see raw text'),
  known('no-descriptor', '2002 No SkillsetDescriptor', 'the OpenAPI document was uploaded in place of the manifest', 'upload the manifest (`plugin.yaml`); it names the OpenAPI document'),
  known('2006', '2006 API skill load failed', 'the OpenAPI document does not parse, most often because a key stands twice', 'lint the document; every key once, keys that begin with @ in quotes'),
  known('import-spec', 'Failed to import OpenAPI spec', 'the document uses OpenAPI 3.1; Agent Builder\'s own import also wants `servers` and an `apiKey` scheme', 'write 3.0.1, and import the manifest rather than the document'),
  known('invalid-references', 'Invalid references: ...', 'a child skill cannot be resolved when publishing; also where the API group stands in the agent\'s own manifest', 'keep plugin and agent in two manifests, upload the plugin first, and list it in `RequiredSkillsets`'),
  known('check-plugins', 'Check your plugins and make sure the right ones are turned on', 'a child skill is no operation of a plugin that is turned on; it was also seen for agents without a fault', 'lint agent and plugin together; turn the plugin on under Sources; else delete both and upload again'),
  known('required-capability', 'Required capability is unavailable', 'the document parsed but an operation cannot be used: a query string in a path, a missing parameter', 'take the query string out of the path and declare its parameters'),
  known('unsupported-auth', 'Unsupported auth type', 'an OpenAI plugin file with authentication was uploaded', 'upload a manifest of Security Copilot\'s own form'),
  known('AADSTS65002', 'AADSTS65002', 'AADDelegated was used for an API that has not authorized Security Copilot\'s own application in advance', 'use OAuthAuthorizationCodeFlow with a registration of your own (`plugin.yaml`), or authorize `bb3d68c2-d09e-4455-94a0-e323996dbaa3` on the API'),
  known('AADSTS650053', 'AADSTS650053', 'the scopes of an OAuth flow are separated by commas', 'separate them by spaces'),
  known('AADSTS50011', 'AADSTS50011', 'the address to return to is not registered', 'add the Web redirect address https://securitycopilot.microsoft.com/auth/v1/callback to Security Copilot\'s registration'),
  known('AADSTS65001', 'AADSTS65001', 'nobody has consented to the scopes', 'let an administrator grant consent for the registration, or consent when signing in'),
  known('AADSTS7000215', 'AADSTS7000215', 'the client secret is wrong: often the secret\'s id was entered in place of its value', 'enter the value that was shown once when the secret was made, or make a new one'),
  known('401', '401 although it is configured', 'a parameter\'s default value is not sent, or this user has not set the plugin up', 'make constants required with a single allowed value; open the plugin\'s gear and sign in'),
  known('role-access', 'Your role doesn\'t have access to that information', 'the plugin is not set up for this user, or their Entra role is missing', 'open the plugin\'s gear and sign in; Lacuna needs Security Reader, Global Reader or more'),
  known('could-not-complete', 'Couldn\'t complete your request', 'one skill answered 503 or 429 and the whole prompt was given up', 'take skills that are not configured out of the document; answer 200 with a status'),
  known('context-length', 'context_length_exceeded', 'the replies and the words of the skills are longer than the model can read', 'shorten replies on the server, and descriptions'),
  known('above-max-length', 'string_above_max_length', 'a skill\'s description has more than 1,024 characters, which Azure OpenAI refuses of a function', 'shorten it, example prompts included'),
  known('upload-timeout', 'The upload times out', 'the host of the document needs more than about 20 seconds to wake up', 'open `OpenApiSpecUrl` once before the upload, or host it as a static file'),
  known('one-skill-only', 'The agent calls one skill and stops', 'the planner takes child skills for ones that it may call', 'put one coarse operation first and say that it is called exactly once'),
  known('old-instructions', 'A new upload runs the old instructions', 'the specification was read at the upload, and the service keeps it', 'delete plugin and agent before the new upload, then begin a new session'),
  known('promptbook-400', 'HTTP 400 from the promptbook interface', 'an input\'s name equals its description, or a field that the server assigns was sent', 'describe the input in other words; take out ids, dates and owner'),
  known('promptbook-401', 'HTTP 401 from the promptbook interface', 'the token has expired or is for another region', 'take a new token; check the region in the address'),
  known('promptbook-500', 'HTTP 500 from the promptbook interface', 'the JSON does not parse', 'lint the promptbook')
]

/** The errors of which the id or the words contain the text; all of them for an empty one. */
export function errorsLike(text: string): KnownError[] {
  const sought = text.toLowerCase()
  return knownErrors.filter(({ id, says }) => `${id} ${says}`.toLowerCase().includes(sought))
}
