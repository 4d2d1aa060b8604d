/** Longer ids of several objects would not fit where a person or a model gives them back. */
const longest = 120

/** The ids of several objects as one: joined where that is short, else the first, how many more there are, and a checksum of all. */
export function several(ids: readonly string[]): string {
  const joined = ids.join('+')
  return joined.length <= longest ? joined : `${ids[0] ?? ''}+${ids.length - 1}+${checksum(joined)}`
}

/** FNV-1a of 64 bits, in hexadecimal digits. */
function checksum(text: string): string {
  let sum = 0xcbf29ce484222325n
  for (const char of text) sum = BigInt.asUintN(64, (sum ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n)
  return sum.toString(16).padStart(16, '0')
}
