import { readFileSync } from 'node:fs'
import { nobody } from './route.ts'
import type { Entry } from './corpus.ts'

const intent = 'fresh'

/** Whether a prompt is one of those, and not of the corpus. */
export function isFresh(entry: Entry): boolean {
  return entry.intent === intent
}

/**
 * Prompts of two writers who knew what each skill does and none of its words; no word was chosen by them. One a line: the skill that is meant,
 * and the prompt. Near misses are not told apart from what is for nobody.
 */
export function readFresh(): Entry[] {
  const lines = readFileSync(new URL('../fresh.tsv', import.meta.url), 'utf8').trimEnd().split('\n')
  return lines.map((line): Entry => {
    const [skill = '', prompt = '', ...more] = line.split('\t')
    if (skill === '' || prompt === '' || more.length > 0) throw new Error(`\`${line}\` is not a skill and a prompt with a tab between them`)
    return { intent, kind: skill === nobody ? 'noSkill' : 'plain', prompt, expects: skill === nobody ? [] : [skill] }
  })
}
