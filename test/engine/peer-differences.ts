/** Where the peer engine answers otherwise: `case | its answer | ours`, with the reason. */
export const differences: ReadonlyMap<string, string> = new Map([
])
