import { isIPv4, isIPv6 } from 'node:net'
import type { Body } from './json.ts'

type Width = 32 | 128

/** Both ends of a range and the address beside each, as texts; nothing for a range that cannot be read. */
export function aroundRange(range: Body): string[] {
  const cidr = range['cidrAddress']
  if (typeof cidr === 'string') return aroundCidr(cidr)
  const [lower, upper] = [range['lowerAddress'], range['upperAddress']].map((end) => typeof end === 'string' ? toNumber(end) : null)
  return !lower || !upper || lower.width !== upper.width ? [] : around(lower.value, upper.value, lower.width)
}

export function aroundCidr(cidr: string): string[] {
  const [start = '', length = ''] = cidr.split('/')
  const base = toNumber(start)
  if (base === null || !/^\d+$/.test(length) || Number(length) > base.width) return []
  const size = 1n << BigInt(base.width - Number(length))
  const first = base.value / size * size
  return around(first, first + size - 1n, base.width)
}

function around(first: bigint, last: bigint, width: Width): string[] {
  const end = (1n << BigInt(width)) - 1n
  return [first - 1n, first, last, last + 1n].filter((value) => value >= 0n && value <= end).map((value) => toText(value, width))
}

function toNumber(address: string): { value: bigint, width: Width } | null {
  if (isIPv4(address)) return { value: pairs(address.split('.').map(Number), 8n), width: 32 }
  if (!isIPv6(address) || address.includes('%')) return null
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [head = '', tail] = plain.split('::').map((half) => half.split(':').filter(Boolean).map((group) => parseInt(group, 16)))
  const left = head === '' ? [] : head
  const right = tail ?? []
  return { value: pairs([...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right], 16n), width: 128 }
}

function pairs(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n)
}

function toText(value: bigint, width: Width): string {
  const bits = width === 32 ? 8n : 16n
  const parts = Array.from({ length: width === 32 ? 4 : 8 }, (_, index) => value >> BigInt(width) - bits * BigInt(index + 1) & (1n << bits) - 1n)
  return width === 32 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':')
}
