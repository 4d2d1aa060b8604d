import createError from '@fastify/error'
import { ErrorCode, McpError, type CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#src/domain/problem.ts'
import { callSkill } from '#src/skills/call.ts'
import type { Ports } from '#src/skills/ports.ts'
import { authorize, callerOf, type DecidingRules } from '../authorization.ts'
import { challengeOf } from '../challenge.ts'
import { told } from '../problems.ts'
import { signalOf } from '../signals.ts'
import type { SkillTool } from './tools.ts'

/** Whoever calls, nothing is decided through a tool. */
const nobodyDecides: DecidingRules = { clients: [], guests: false }

const argumentsInvalid = createError('request-invalid', '%s', 400)

export interface ToolCall {
  readonly skillTool: SkillTool
  readonly input: unknown
  readonly ports: Ports
  readonly cancelled: AbortSignal
}

/**
 * Calls a skill as its own route would. A refusal is the tool's answer, except for a claims challenge: that one is thrown, because only
 * a header can carry it.
 */
export async function callTool(request: FastifyRequest, reply: FastifyReply, call: ToolCall): Promise<CallToolResult> {
  return answer(request, reply, call).catch((raised: FastifyError) => {
    if (call.cancelled.aborted) throw new McpError(ErrorCode.InvalidRequest, 'the call was cancelled')
    if (challengeOf(raised) !== undefined) throw raised
    return refusalOf(told(raised, request))
  })
}

async function answer(request: FastifyRequest, reply: FastifyReply, { skillTool, input, ports, cancelled }: ToolCall): Promise<CallToolResult> {
  const { skill, tool, output } = skillTool
  const caller = callerOf(request)
  request.log.info({ skill: skill.name }, 'a tool is called')
  authorize(caller.operator, skill.needs, nobodyDecides)
  check(request, skillTool, input)
  const said = await callSkill(skill, input, { ports, caller, signal: AbortSignal.any([signalOf(request), cancelled]) })
  if (!isObject(said)) throw new Error(`the skill \`${skill.name}\` answered no object`)
  const text = reply.compileSerializationSchema(output)(said)
  const structuredContent: unknown = JSON.parse(text)
  return { content: [{ type: 'text', text }], ...tool.outputSchema !== undefined && isObject(structuredContent) ? { structuredContent } : {} }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function check(request: FastifyRequest, { input: schema }: SkillTool, input: unknown): void {
  const validate = request.compileValidationSchema(schema, 'body')
  if (validate(input)) return
  const validation = validate.errors ?? []
  const message = validation.map(({ instancePath, message }) => `arguments${instancePath} ${message ?? 'is not valid'}`).join(', ')
  throw Object.assign(argumentsInvalid(message), { validation, validationContext: 'arguments' })
}

function refusalOf(problem: Problem): CallToolResult {
  const { title, detail = title, errors = [] } = problem
  const text = [detail, ...errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)].join('\n')
  return { isError: true, content: [{ type: 'text', text }], _meta: { problem } }
}
