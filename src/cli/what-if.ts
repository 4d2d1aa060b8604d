import { compile } from '#src/engine/compile.ts'
import { evaluate } from '#src/engine/evaluate.ts'
import { parseSignIn } from '#src/tenant/sign-in.ts'
import { readTenant } from './read-tenant.ts'
import { argumentsOf, linesOf, pathOf, print, say, Unusable } from './terminal.ts'

/** `lacuna what-if`: one verdict a line. A line that is no sign-in is told on standard error, the others are answered, and it ends with 2. */
export async function whatIf(args: string[]): Promise<number> {
  const { values, positionals } = argumentsOf(args, { 'sign-ins': { type: 'string' } })
  const source = values['sign-ins']
  if (source === undefined) throw new Unusable('give `--sign-ins` a file of sign-ins, one a line, or `-` for standard input')
  const compiled = compile(await readTenant(pathOf(positionals, 'TENANT')))
  let number = 0
  let refused = 0
  for await (const line of linesOf(source)) {
    number++
    if (line.trim() === '') continue
    const read = signInOf(line)
    if ('signIn' in read) await print(`${JSON.stringify(evaluate(compiled, read.signIn))}\n`)
    else {
      refused++
      say(`line ${number} is no sign-in: ${read.problem}`)
    }
  }
  return refused === 0 ? 0 : 2
}

function signInOf(line: string): Exclude<ReturnType<typeof parseSignIn>, { errors: unknown }> | { problem: string } {
  try {
    const read = parseSignIn(JSON.parse(line))
    return 'signIn' in read ? read : { problem: read.errors.map(({ pointer, detail }) => `\`${pointer}\` ${detail}`).join('; ') }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `it is not JSON (${error.message})` }
    throw error
  }
}
