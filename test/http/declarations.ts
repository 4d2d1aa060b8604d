import Fastify from 'fastify'
import { test } from 'tap'
import { requireDeclaration } from '#src/http/authorization.ts'
import { startService } from '#test/fixtures/service.ts'

test('an operation that does not declare what it needs does not start', t => {
  const app = Fastify()
  app.addHook('onRoute', requireDeclaration)
  t.throws(() => app.get('/undeclared', async () => 'open'), { message: /`GET \/undeclared` does not declare what it needs/ })
  t.doesNotThrow(() => app.get('/declared', { config: { needs: 'nothing' } }, async () => 'open'))
  t.end()
})

test('the service itself refuses it, wherever it is added', async t => {
  const { app } = await startService()
  t.teardown(() => app.close())
  t.throws(() => app.get('/undeclared', async () => 'open'), { message: /does not declare/ })
  await t.rejects(async () => app.register(async inner => void inner.post('/inner', async () => 'open')), { message: /does not declare/ })
})
