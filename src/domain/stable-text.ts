function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON with sorted member names, so that equal values have equal text. Members that are undefined are left out. */
export function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.keys(value).filter(name => value[name] !== undefined).sort()
  return `{${members.map(name => `${JSON.stringify(name)}:${stableText(value[name])}`).join(',')}}`
}
