/** The address for which the files are written, without a slash at its end. Throws, saying what to give, where it cannot be one. */
export function publicAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const wrong = url === undefined ? 'is no address' : wrongIn(url)
  if (wrong !== undefined) throw new Error(`\`${text}\` ${wrong}; give \`--public-url\` the https address at which Security Copilot reaches the service, such as https://lacuna.contoso.com`)
  return text.replace(/\/+$/, '')
}

function wrongIn({ protocol, hostname, username, search, hash }: URL): string | undefined {
  if (protocol !== 'https:') return 'is not https, and Security Copilot reads the specification over https only'
  if (username !== '' || search !== '' || hash !== '') return 'has more than a host and a path'
  if (/^(localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(hostname)) return 'is not reachable from the internet'
  return undefined
}

/** An id as Entra writes it. Throws, naming the option, where it is none. */
export function idOption(text: string, option: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase()
  throw new Error(`\`${text}\` is no id; give \`--${option}\` the id that the portal shows, such as 11111111-2222-3333-4444-555555555555`)
}
