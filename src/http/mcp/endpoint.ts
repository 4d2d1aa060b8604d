import { randomUUID } from 'node:crypto'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { CallToolRequestSchema, CancelledNotificationSchema, ErrorCode, isInitializeRequest, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Ports } from '#src/skills/ports.ts'
import type { Skill } from '#src/skills/skill.ts'
import { challengeOf } from '../challenge.ts'
import { info, type DocumentOptions } from '../documents.ts'
import { problems } from '../problems.ts'
import { callTool } from './call.ts'
import { resourceMetadataUrl } from './resource.ts'
import { toolOf, type SkillTool } from './tools.ts'
import { createUnderway, type Underway } from './underway.ts'

export interface McpOptions {
  readonly ports: Ports
  readonly documents: DocumentOptions
}

/** What the handlers of one message are given. `challenge` is set where Entra asks for more. */
interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly ports: Ports
  readonly tools: readonly SkillTool[]
  readonly underway: Underway
  challenge?: Error
}

/** One message at a time: a list of them would pass many calls through the limit of one. */
const Message = Type.Object({ jsonrpc: Type.Literal('2.0') })

const hidden = { config: { needs: 'token' as const } }

/**
 * The skills as tools of the Model Context Protocol, over streamable HTTP. Each message is answered in its own reply; no stream and
 * no session is kept. What a tool needs is asked for at its call.
 */
export function addMcp(app: FastifyInstance, skills: readonly Skill[], { ports, documents }: McpOptions): void {
  const tools = skills.map(toolOf)
  const underway = createUnderway()
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401) void reply.header('www-authenticate', `${String(reply.getHeader('www-authenticate'))}, resource_metadata="${resourceMetadataUrl(documents)}"`)
  })
  app.post('/mcp', { ...hidden, schema: { hide: true, body: Message } }, async (request, reply) => {
    if (isInitializeRequest(request.body)) void reply.header('mcp-session-id', randomUUID())
    return respond({ request, reply, ports, tools, underway })
  })
  app.route({ method: ['GET', 'DELETE'], url: '/mcp', ...hidden, schema: { hide: true }, handler: async (_request, reply) => {
    void reply.header('allow', 'POST')
    throw problems.methodNotAllowed()
  } })
}

/** Refuses a page of another site in the reader's browser. Clients that are no browser send no origin. */
export function refuseOtherOrigins(app: FastifyInstance, { publicUrl }: DocumentOptions): void {
  const { origin: own } = new URL(publicUrl)
  app.addHook('onRequest', async ({ headers: { origin } }) => {
    if (origin !== undefined && origin !== own) throw problems.originRefused()
  })
}

const jsonSchemaValidator = new AjvJsonSchemaValidator()

function serverFor(exchange: Exchange): McpServer {
  const { request, reply, ports, tools, underway } = exchange
  const mcp = new McpServer({ name: info.title, version: info.version }, { capabilities: { tools: {} }, instructions: info.description, jsonSchemaValidator })
  mcp.server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: tools.map(({ tool }) => tool) }))
  mcp.server.setNotificationHandler(CancelledNotificationSchema, async ({ params: { requestId } }) => {
    if (requestId !== undefined) underway.cancel(request, requestId)
  })
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: input = {} } }, { requestId }) => {
    const skillTool = tools.find(({ skill }) => skill.name === name)
    if (skillTool === undefined) throw new McpError(ErrorCode.InvalidParams, 'there is no such tool; `tools/list` names those there are')
    return underway.during(request, requestId, cancelled => callTool(request, reply, { skillTool, input, ports, cancelled })).catch((raised: Error) => {
      if (challengeOf(raised) !== undefined) exchange.challenge = raised
      throw raised
    })
  })
  return mcp
}

async function respond(exchange: Exchange): Promise<FastifyReply> {
  const { request, reply } = exchange
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const mcp = serverFor(exchange)
  await mcp.connect(transport)
  const answer = await transport.handleRequest(new Request('http://mcp/mcp', { method: 'POST', headers: textHeaders(request) }), { parsedBody: request.body })
  await mcp.close()
  if (exchange.challenge !== undefined) throw exchange.challenge
  return reply.code(answer.status).headers(Object.fromEntries(answer.headers)).serializer(String).send(await answer.text())
}

/** The headers that the transport looks at. */
function textHeaders({ headers }: FastifyRequest): Record<string, string> {
  const looked = ['accept', 'content-type', 'mcp-protocol-version'].map(name => [name, headers[name]])
  return Object.fromEntries(looked.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
