import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import tap, { type Test } from 'tap'
import { Value } from 'typebox/value'
import { textAt } from '#src/simulator/json.ts'
import { startSimulator } from '#src/simulator/server.ts'
import { kinds } from '#test/fixtures/databases.ts'
import { Told, type Orders } from '#test/fixtures/killed-orders.ts'
import { ids } from '#test/fixtures/simulator/small-tenant.ts'
import { twoAdministrators } from '#test/fixtures/through-graph.ts'

const script = fileURLToPath(new URL('../../fixtures/killed-child.ts', import.meta.url))
const compiled = fileURLToPath(new URL('../../fixtures/compile-cache.ts', import.meta.url))
const lease = 130_000

/** A tenant of its own that processes of the service write to, one after the other, on one database. */
async function doomed(t: Test, url: string, kind: Orders['kind']) {
  const simulator = await startSimulator({ tenant: twoAdministrators(), logLength: 100_000 })
  const { policies } = simulator.state.collections
  const original = policies.latest()
  let child: ChildProcessWithoutNullStreams | undefined
  t.teardown(async () => {
    child?.kill('SIGKILL')
    await simulator.close()
  })
  const tokens = { submitter: await simulator.tokenFor(ids.admin), approver: await simulator.tokenFor(ids.reader) }
  const fixed = { url, kind, tenantId: simulator.state.tenantId, port: simulator.port, registration: { clientId: simulator.registrations.lacuna.clientId, secret: simulator.registrations.lacuna.secret }, ...tokens }

  /** How often a policy of this name was written, and how many stand. */
  function written(name: string): { effects: number, standing: number } {
    const sent = simulator.log.exchanges().filter(({ method, status, requestBody }) => method !== 'GET' && status < 300 && textAt(requestBody, 'displayName') === name)
    return { effects: sent.length, standing: policies.latest().filter(({ displayName }) => displayName === name).length }
  }

  /** Gives the tenant the policies that it had. */
  function undo(): void {
    for (const { id } of policies.latest()) policies.remove(id)
    for (const policy of original) policies.put(policy)
  }

  /** One process: what it found, and where it died or how its change ended. */
  async function process(orders: Pick<Orders, 'left' | 'begins' | 'ahead' | 'diesAt'>, judge: (found: Extract<Told, { found: unknown }>) => void): Promise<Told | undefined> {
    const started = spawn(globalThis.process.execPath, [`--import=${compiled}`, script, JSON.stringify({ ...fixed, ...orders })])
    child = started
    let errors = ''
    started.stderr.on('data', chunk => { errors += chunk })
    const closed = once(started, 'close')
    let last: Told | undefined
    for await (const line of createInterface({ input: started.stdout })) {
      last = Value.Parse(Told, JSON.parse(line))
      if (!('found' in last)) continue
      judge(last)
      undo()
      started.stdin.write('\n')
    }
    await closed
    if (errors !== '') t.comment(errors)
    t.equal(started.signalCode, last !== undefined && 'dies' in last ? 'SIGKILL' : null)
    return last
  }

  return { written, process }
}

type Doomed = Awaited<ReturnType<typeof doomed>>

/** What a change that a dead process left may come to. */
function judged(t: Test, { written }: Doomed, { kind, name, point }: { readonly kind: Orders['kind'], readonly name: string, readonly point: string }, found: Extract<Told, { found: unknown }>): string {
  const { state, detail, broken, tokens } = found
  const { effects, standing } = written(name)
  const isApproved = found.found !== null && found.found !== 'submitted'
  const possible = isApproved ? ['verified', 'awaitingApprover', ...kind === 'create' ? ['undetermined'] : []] : [found.found]
  t.ok(possible.includes(state), `${point}: ${found.found ?? 'absent'}, then ${state ?? 'absent'} (${detail ?? 'nothing is kept'})`)
  t.ok(effects <= 1 && effects === standing, 'no policy is written twice')
  if (state !== 'undetermined') t.equal(effects, state === 'verified' ? 1 : 0, 'what is said is so')
  t.strictSame([broken, tokens], [null, 0], 'the audit chain is intact, and no token is left')
  return `${point}: ${state ?? 'absent'}`
}

/** Kills a process at every `stride`th point in turn, each taking up what the one before it left, until one lives through. */
async function killedAtEachPoint(t: Test, house: Doomed, kind: Orders['kind'], stride: number): Promise<string[]> {
  const [points, ends]: [string[], string[]] = [[], []]
  for (let n = stride, left: string | null = null; ; n += stride) {
    const begins = `${kind} ${n}`
    const name = left
    const told = await house.process({ left, begins, ahead: lease, diesAt: n }, found => {
      if (name !== null) ends.push(judged(t, house, { kind, name, point: points.at(-1) ?? '' }, found))
    })
    if (told === undefined || !('dies' in told)) {
      t.match(told, { lives: 'verified' }, `${n} points are more than there are`)
      break
    }
    points.push(told.dies)
    left = begins
  }
  t.comment(`${points.length} points on the way of a ${kind}: ${ends.join('; ')}`)
  return points
}

tap.setTimeout(600_000)
for (const { name, fresh } of kinds) {
  void tap.test(name, async t => {
    t.jobs = 2
    const databaseFor = async (t: Test): Promise<string> => {
      const { url, remove } = await fresh()
      t.teardown(remove)
      return url
    }
    void t.test('wherever a process is killed on the way of a create the next one finishes it or says what is not known, and nothing is written twice', { buffered: true }, async t => {
      const house = await doomed(t, await databaseFor(t), 'create')
      const points = await killedAtEachPoint(t, house, 'create', 1)
      t.ok(points.length >= 25, `${points.length} points`)
      for (const point of ['after token', 'before base', 'after base', 'before write', 'after write', 'before look', 'after state']) t.ok(points.includes(point), point)

      const diesAt = points.indexOf('before base') + 1
      await house.process({ left: null, begins: 'too late', ahead: 0, diesAt }, () => {})
      await house.process({ left: 'too late', begins: null, ahead: 7_200_000, diesAt: 0 }, found => {
        t.match(found, { found: 'applying', state: 'awaitingApprover', detail: /has expired; authorise it again. Nothing was written/, broken: null, tokens: 0 }, 'the token ended while no process ran')
        t.strictSame(house.written('too late'), { effects: 0, standing: 0 })
      })
    })
    void t.test('wherever a process is killed on the way of a patch the next one finds it or repeats it', { buffered: true }, async t => {
      const points = await killedAtEachPoint(t, await doomed(t, await databaseFor(t), 'patch'), 'patch', 3)
      t.ok(points.includes('before write'), 'where it is repeated')
    })
  })
}
