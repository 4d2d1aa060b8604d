import type { Address, Range } from './addresses.ts'
import type { Location, Place } from './locations.ts'

const startOfIpv6 = 1n << 32n

/**
 * Numbers all places, so that those of one number are inside the same of the locations. There are as many numbers as the locations
 * cut addresses and countries into, whatever is asked.
 */
export function placeCells(locations: readonly Location[]): (place: Place) => number {
  const codes = new Map([...new Set(locations.flatMap(({ countries }) => [...countries ?? []]))].map((code, number) => [code, number + 3]))
  const countryCell = (country: string | null | undefined): number =>
    country === undefined ? 0 : country === null ? 1 : codes.get(country.toLowerCase()) ?? 2
  const addressCell = addressCells(locations)
  return ({ address, country }) => (address === undefined ? 0 : addressCell(address) + 1) * (codes.size + 3) + countryCell(country)
}

/** Both families on one line, IPv6 after IPv4. */
function position({ family, value }: Address): bigint {
  return family === 4 ? value : value + startOfIpv6
}

interface Edge { readonly at: bigint, readonly location: number, readonly step: 1 | -1 }

function edgesOf({ family, low, high }: Range, location: number): Edge[] {
  return [{ at: position({ family, value: low }), location, step: 1 }, { at: position({ family, value: high }) + 1n, location, step: -1 }]
}

/** Sweeps over the ends of all ranges; the cell of an address is found among them by halving. */
function addressCells(locations: readonly Location[]): (address: Address) => number {
  const edges = locations.flatMap(({ ranges }, location) => ranges.flatMap(range => edgesOf(range, location)))
    .sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0)
  const open = new Map<number, number>()
  const names = new Map([['', 0]])
  const starts: bigint[] = []
  const cells: number[] = []
  for (const [index, { at, location, step }] of edges.entries()) {
    const depth = (open.get(location) ?? 0) + step
    if (depth === 0) open.delete(location)
    else open.set(location, depth)
    if (edges[index + 1]?.at === at) continue
    const name = [...open.keys()].sort((a, b) => a - b).join()
    const cell = names.get(name) ?? names.size
    names.set(name, cell)
    starts.push(at)
    cells.push(cell)
  }
  return address => cells[lastAtMost(starts, position(address))] ?? 0
}

/** The index of the last of the ascending numbers that is not above the value, or -1. */
function lastAtMost(numbers: readonly bigint[], value: bigint): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const number = numbers[middle]
    if (number !== undefined && number <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
