import ipaddr from 'ipaddr.js'
import type { IpRange } from '#src/domain/named-location.ts'

/** An address as a family and a number; an IPv4-mapped IPv6 address is the IPv4 address (C18). */
export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

export interface Range {
  readonly family: 4 | 6
  readonly low: bigint
  readonly high: bigint
}

const octet = String.raw`(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])`
const dotted = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`)

/** The address, or undefined where the text is none. */
export function addressOf(text: string): Address | undefined {
  if (dotted.test(text)) return { family: 4, value: BigInt(numberOf(text.split('.').map(Number))) }
  if (!ipaddr.isValid(text)) return undefined
  const parsed = ipaddr.process(text)
  const bytes = parsed.toByteArray()
  if (parsed.kind() === 'ipv4') return { family: 4, value: BigInt(numberOf(bytes)) }
  const [high, middle, low] = [bytes.slice(0, 6), bytes.slice(6, 12), bytes.slice(12)].map(part => BigInt(numberOf(part)))
  return { family: 6, value: ((high ?? 0n) << 80n) + ((middle ?? 0n) << 32n) + (low ?? 0n) }
}

/** At most six bytes as a number. */
function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0)
}

/** The range, or undefined where the text is none. */
export function rangeOf(range: IpRange): Range | undefined {
  if (range.cidrAddress !== undefined) return cidr(range.cidrAddress)
  const low = addressOf(range.lowerAddress ?? '')
  const high = addressOf(range.upperAddress ?? '')
  if (low === undefined || high === undefined || low.family !== high.family || low.value > high.value) return undefined
  return { family: low.family, low: low.value, high: high.value }
}

function cidr(text: string): Range | undefined {
  const [address, mask, more] = text.split('/')
  const base = addressOf(address ?? '')
  const bits = base?.family === 4 ? 32 : 128
  const isMapped = base?.family === 4 && address?.includes(':') === true
  if (base === undefined || more !== undefined || mask === undefined || !/^\d{1,3}$/.test(mask)) return undefined
  const prefix = Number(mask) - (isMapped ? 96 : 0)
  if (prefix < 0 || prefix > bits) return undefined
  const size = 1n << BigInt(bits - prefix)
  const low = base.value - base.value % size
  return { family: base.family, low, high: low + size - 1n }
}

/** The address as text. */
export function addressText(address: Address): string {
  const bytes = Array.from({ length: address.family === 4 ? 4 : 16 }, (_, i, length = address.family === 4 ? 4 : 16) =>
    Number((address.value >> BigInt(8 * (length - 1 - i))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}
