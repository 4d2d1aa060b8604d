import { isIPv4, isIPv6 } from 'node:net'
import { type Json, text } from './json.ts'
import type { Truth } from './truth.ts'

interface Address { readonly bits: 32 | 128, readonly value: bigint }

function quad(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
}

function groups(part: string): bigint[] {
  return part === '' ? [] : part.split(':').flatMap((group) =>
    group.includes('.') ? [quad(group) >> 16n, quad(group) & 0xffffn] : [BigInt(`0x${group}`)])
}

/** An address as a number, or null if it is none; an IPv4-mapped IPv6 address is the IPv4 address (C18). */
export function parseAddress(address: string): Address | null {
  if (isIPv4(address)) return { bits: 32, value: quad(address) }
  if (!isIPv6(address) || address.includes('%')) return null
  const [head = '', tail] = address.split('::')
  const first = groups(head)
  const last = groups(tail ?? '')
  const value = [...first, ...Array<bigint>(8 - first.length - last.length).fill(0n), ...last].reduce((sum, group) => sum * 65536n + group, 0n)
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value }
}

/** Whether the address lies in a CIDR range; unknown if the range is none (C18). */
export function inCidr(address: Address, cidr: string): Truth {
  const [start = '', length = '', more] = cidr.split('/')
  const base = parseAddress(start)
  const mapped = base?.bits === 32 && start.includes(':')
  const prefix = Number(length) - (mapped ? 96 : 0)
  if (base === null || more !== undefined || !/^\d{1,3}$/.test(length) || prefix > base.bits || prefix < 0) return null
  const rest = BigInt(base.bits - prefix)
  return address.bits === base.bits && address.value >> rest === base.value >> rest
}

/** Whether the address lies in one of Graph's four range types (§1.1): CIDR, or lower and upper end. */
export function inRange(address: Address, range: Json): Truth {
  const cidr = text(range['cidrAddress'])
  if (cidr !== null) return inCidr(address, cidr)
  const lower = parseAddress(text(range['lowerAddress']) ?? '')
  const upper = parseAddress(text(range['upperAddress']) ?? '')
  if (lower === null || upper === null || lower.bits !== upper.bits) return null
  return address.bits === lower.bits && lower.value <= address.value && address.value <= upper.value
}
