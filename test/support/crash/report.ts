/** What a process of the program says at its end. */
export interface CrashReport {
  /** The account's state. */
  readonly state: string
  /** How many of its five calls reached the API. */
  readonly successes: number
  /** The title of the account's problem. */
  readonly title?: string
}

/** Where a process is killed: by itself, or for `after-send` by whoever sees the provider answer. */
export const crashSteps = [
  'before-send',
  'after-send',
  'after-answer',
  'after-write',
  // The n-th change of the disk: before the refresh is sent (that it is being sent is written first) …
  ...Array.from({ length: 8 }, (_, change) => `write-before:${change}`),
  // … and after its answer has come.
  ...Array.from({ length: 8 }, (_, change) => `write-after:${change}`),
] as const
