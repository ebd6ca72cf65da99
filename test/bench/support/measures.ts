import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of the bench's table: ours against a reference in the same run, as a ratio of medians. */
export interface Measure {
  readonly what: string
  readonly against: string
  readonly ours: number
  readonly reference: number
  readonly unit: 'ms' | 'MB'
  /** The ratio must not be above it; absent where there is only something to see. */
  readonly goal?: number
  readonly runs: number
}

const file = join(process.env.KEYFOLD_ARTIFACTS ?? 'artifacts', 'bench.json')

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/**
 * Runs both sides by turns, so that what else the machine does falls on both, and returns what each gave.
 * The first turn of each is not counted.
 */
export async function byTurns<Side extends string>(
  sides: Readonly<Record<Side, () => Promise<number>>>,
  runs: number,
): Promise<Record<Side, number[]>> {
  const names = Object.keys(sides) as Side[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>
  for (let run = -1; run < runs; run += 1) {
    const order = run % 2 === 0 ? names : [...names].reverse()
    for (const name of order) {
      const value = await sides[name]()
      if (run >= 0) taken[name].push(value)
    }
  }
  return taken
}

/** The time that one call takes, in milliseconds. */
export async function time(call: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await call()
  return performance.now() - startedMs
}

/** Puts a measure into the report that scripts/bench.mjs prints. */
export function report(measure: Measure): void {
  mkdirSync(join(file, '..'), { recursive: true })
  let measures: Measure[] = []
  try {
    measures = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The first one makes the file.
  }
  writeFileSync(file, JSON.stringify([...measures, measure], undefined, 2))
}
