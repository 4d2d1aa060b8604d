/** `note` is told and never counts; a `warning` counts in strict mode only. */
export type Severity = 'error' | 'warning' | 'note'

/** Something in a file, with the line and column, both counted from 1, where it stands. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly severity: Severity
  /** Stable, one a rule. */
  readonly code: string
  readonly message: string
  /** Ids of the known errors of an upload or a session that it leads to. */
  readonly leadsTo: readonly string[]
}

/** What a rule says of a place, before the place is known by line and column. */
export interface Said {
  readonly code: string
  readonly message: string
  readonly severity?: Severity
  readonly leadsTo?: readonly string[]
}
