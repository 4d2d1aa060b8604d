import { readFile, writeFile } from 'node:fs/promises'
import { pluginManifest } from '#src/manifest/plugin.ts'
import { skills } from '#src/skills/all.ts'
import { isFetched, type Skill } from '#src/skills/skill.ts'
import { tokensOf } from '#src/skills/tokens.ts'
import { replyFigures, sizes, type ReplyFigures } from '#test/fixtures/reply-figures.ts'

const begin = '<!-- replies: written by `npm run -s bench -- replies --write` -->'
const end = '<!-- /replies -->'

/** The figures of every size as one JSON line each, or as the README has them. */
export async function benchReplies(format: 'table' | 'json'): Promise<string> {
  const all: ReplyFigures[] = []
  for (const size of sizes) all.push(await replyFigures(size))
  if (format === 'json') return all.map(figures => `${JSON.stringify({ ...figures.size, skills: Object.fromEntries(figures.skills), promptbooks: Object.fromEntries(figures.promptbooks) })}\n`).join('')
  return `${await planned()}\n\n${tableOf(all)}\n`
}

/** Puts the text between the two comments of the README that are there for it. */
export async function writeReplies(text: string): Promise<void> {
  const path = new URL('../../README.md', import.meta.url)
  const readme = await readFile(path, 'utf8')
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md lacks the comments ${begin} and ${end}`)
  await writeFile(path, `${readme.slice(0, from + begin.length)}\n${text}${readme.slice(to)}`)
}

/** What the planner reads before it chooses. */
async function planned(): Promise<string> {
  const { Descriptor } = Object(pluginManifest({ publicUrl: 'https://lacuna.example.com' }))
  const words = await tokensOf(String(Descriptor.DescriptionForModel))
  const read = await Promise.all(skills.map(skill => tokensOf(JSON.stringify(wordsOf(skill)))))
  const whole = await tokensOf(await readFile(new URL('../../openapi/skills.yaml', import.meta.url), 'utf8'))
  const sum = read.reduce((all, tokens) => all + tokens, 0)
  return `To choose a skill the planner reads ${told(words + sum)} tokens: ${told(words)} of the plugin's description and ${told(sum)} of the names, descriptions and inputs of ${skills.length} skills ` +
    `(\`openapi/skills.yaml\` as a whole, with the shapes of the replies, has ${told(whole)}).`
}

function wordsOf({ name, summary, forModel, prompts, input }: Skill): object {
  return { name, summary, forModel, prompts, input: Object.fromEntries(Object.entries(input.properties).map(([key, value]) => [key, value])) }
}

function tableOf(all: readonly ReplyFigures[]): string {
  const row = (what: string, budget: string, of: (figures: ReplyFigures) => number | undefined): string => `| ${what} | ${budget} | ${all.map(figures => told(of(figures) ?? Number.NaN)).join(' | ')} |`
  const books = [...all[0]?.promptbooks.keys() ?? []]
  return [
    `| tokens (o200k) | at most | ${all.map(({ size }) => `${told(size.users)} users`).join(' | ')} |`, `|---|--:|${all.map(() => '--:|').join('')}`,
    ...books.map(file => row(`all replies of the promptbook \`${file}\``, file === 'full-optimization' ? '8,000' : '', ({ promptbooks }) => promptbooks.get(file))),
    ...skills.filter(skill => !isFetched(skill)).map(({ name }) => row(`the longest reply of \`${name}\``, '1,500', figures => figures.skills.get(name)))
  ].join('\n')
}

function told(number: number): string {
  return number.toLocaleString('en')
}
