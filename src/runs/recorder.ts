import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { collections } from '#src/tenant/builder.ts'
import type { SnapshotChunk } from '#src/store/queries/snapshots.ts'
import type { Entry } from './ports.ts'

const compress = promisify(gzip)

/** Characters of JSON that are gathered before they are compressed and kept. */
const gathered = 1 << 20

const parts = new Map<string, number>(collections.map((name, index) => [name, index + 1]))
const last = collections.length + 1

/** Writes entries as they come, in any order, as the chunks of one gzip tenant file: one part a collection, single members first. */
export interface Recorder {
  add(entry: Entry): Promise<void>
  finish(): Promise<void>
}

interface Part {
  text: string
  position: number
  elements: number
}

export function createRecorder(keep: (chunk: SnapshotChunk) => Promise<void>): Recorder {
  const open = new Map<number, Part>()
  const members = new Map<string, unknown>()

  async function flush(number: number, part: Part): Promise<void> {
    const bytes = await compress(part.text)
    await keep({ part: number, position: part.position, bytes })
    part.text = ''
    part.position++
  }

  return {
    async add({ collection, value }) {
      const number = parts.get(collection)
      if (number === undefined) return void (value !== undefined && members.set(collection, value))
      const part = open.get(number) ?? { text: `,\n${JSON.stringify(collection)}:[`, position: 0, elements: 0 }
      open.set(number, part)
      if (value === undefined) return
      part.text += `${part.elements === 0 ? '' : ',\n'}${JSON.stringify(value)}`
      part.elements++
      if (part.text.length >= gathered) await flush(number, part)
    },
    async finish() {
      const single = [...members].map(([name, value]) => `,\n${JSON.stringify(name)}:${JSON.stringify(value)}`).join('')
      await flush(0, { text: `{"recorded":true${single}`, position: 0, elements: 0 })
      for (const [number, part] of open) {
        part.text += ']'
        await flush(number, part)
      }
      await flush(last, { text: '}\n', position: 0, elements: 0 })
    }
  }
}
