import { test } from 'tap'
import { tokensOf } from '#src/skills/tokens.ts'

/** Counted with OpenAI's tables for o200k by a second library, js-tiktoken. */
const counts: readonly [string, number][] = [
  ['', 0], ['hello world', 2], ['{"status":"ok","total":12345678}', 11], ['aé́日本\u200d😀👩‍👩‍👧', 14], ['I\'LL don\'t CamelCaseWords ABCdef', 9], [' '.repeat(300), 3], ['a<|endoftext|>b', 9],
  ['2f9f0d6e-1c7b-4a53-9f0e-6b1d2c3e4f50', 34]
]

for (const [text, tokens] of counts) {
  test(`${JSON.stringify(text.slice(0, 40))} of ${text.length} characters has ${tokens} tokens`, async t => {
    t.equal(await tokensOf(text), tokens)
  })
}
