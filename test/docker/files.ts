import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'

const root = new URL('../../', import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const config = text('src/config.ts')
const read = new Set(config.match(/^ {2}[A-Z_]+(?=:)/gm)?.map(name => name.trim()))

interface Stage {
  readonly name: string
  readonly from: string
  readonly lines: readonly string[]
}

/** The Dockerfile's stages with their instructions, continued lines joined. */
function stages(): Stage[] {
  const lines = text('docker/Dockerfile').replaceAll(/\\\n\s*/g, ' ').split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const starts = lines.flatMap((line, index) => line.startsWith('FROM ') ? [index] : [])
  return starts.map((start, index) => {
    const [, from = '', name = ''] = /^FROM (\S+) AS (\S+)$/.exec(lines[start] ?? '') ?? []
    return { name, from, lines: lines.slice(start + 1, starts[index + 1]) }
  })
}

function service(file: string, name: string): Record<string, unknown> {
  return Object(Object(parse(text(`docker/${file}`))).services[name])
}

t.test('the image is built in two stages and does not run as root', t => {
  const found = stages()
  t.match(found.map(({ name }) => name), ['packages', 'demo', 'service'])
  for (const { name, lines } of found.filter(stage => stage.name !== 'packages')) {
    const users = lines.filter(line => line.startsWith('USER '))
    t.equal(users.at(-1), 'USER node', name)
    t.ok(lines.findLastIndex(line => line.startsWith('USER ')) > lines.findLastIndex(line => line.startsWith('RUN ')), `${name} changes nothing after`)
  }
  t.end()
})

t.test('the image watches its health, ends on SIGTERM, and starts what is there', t => {
  const lines = stages().find(({ name }) => name === 'service')?.lines ?? []
  t.ok(lines.some(line => line.startsWith('HEALTHCHECK ') && line.includes('/health')))
  t.ok(lines.includes('STOPSIGNAL SIGTERM'))
  t.equal(lines.at(-1), 'CMD ["node", "src/main.ts"]')
  t.ok(existsSync(new URL('src/main.ts', root)))
  t.end()
})

t.test('everything that is copied is there and not ignored', t => {
  const kept = text('.dockerignore').split('\n').filter(line => line.startsWith('!')).map(line => line.slice(1))
  const copied = stages().flatMap(({ lines }) => lines.filter(line => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap(line => line.split(' ').slice(1, -1)))
  t.ok(copied.length > 5)
  for (const path of copied) {
    t.ok(existsSync(new URL(path, root)), path)
    t.ok(kept.includes(path), `${path} reaches the build`)
  }
  t.end()
})

t.test('compose gives the service what it must have, and nothing that it does not read', t => {
  const environment = Object.keys(Object(service('compose.yaml', 'service')['environment']))
  t.same(environment.filter(name => !read.has(name)), [])
  for (const name of ['TENANTS', 'CLIENT_ID', 'CLIENT_SECRET', 'ENCRYPTION_KEY', 'DATABASE_URL', 'PUBLIC_URL']) t.ok(environment.includes(name), name)
  t.end()
})

t.test('no password is written down', t => {
  for (const file of ['compose.yaml', 'compose.demo.yaml']) {
    t.notMatch(text(`docker/${file}`), /(PASSWORD|SECRET|KEY): (?!\$\{)/)
  }
  t.match(service('compose.yaml', 'database'), { healthcheck: { test: ['CMD-SHELL', /pg_isready/] } })
  t.end()
})

t.test('the targets that compose builds are there', t => {
  const names = stages().map(({ name }) => name)
  for (const [file, name] of [['compose.yaml', 'service'], ['compose.demo.yaml', 'demo']] as const) {
    t.ok(names.includes(Object(service(file, name)['build']).target), file)
  }
  t.end()
})
