import { LoginError } from './login-error.ts'

/** The fields of a form or a query string; of a field given twice, the last. */
export type Fields = Readonly<Record<string, string>>

export function readFields(encoded: string): Fields {
  return Object.fromEntries(new URLSearchParams(encoded))
}

/** The fields in the query of an address. */
export function queryOf(url: string): Fields {
  return readFields(url.split('?')[1] ?? '')
}

/** The field, which must be there. */
export function needed(fields: Fields, name: string): string {
  const value = fields[name]
  if (value === undefined || value === '') throw new LoginError('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
  return value
}
