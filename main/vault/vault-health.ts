import type { VaultHealth } from '../../contract/models.ts'
import type { Problem } from '../../contract/problem.ts'
import type { StoredRecord } from './load-records.ts'
import type { KeyOutcome } from './open-key.ts'
import { keyChanged, recordUnreadable } from './problems.ts'

/** Where opening the vault stands. */
export type VaultOutcome = KeyOutcome | { readonly state: 'opening'; readonly backend: string }

/** What the vault's health is made of. */
export interface HealthFacts {
  readonly outcome: VaultOutcome
  readonly recordCount: number
  readonly hasUnsaved: boolean
  readonly setAside: readonly string[]
  /** Why the last write failed. */
  readonly saveProblem: Problem | undefined
  readonly recordProblem: Problem | undefined
}

/** The vault's health as the window shows it; of several problems the most pressing. */
export function viewHealth(facts: HealthFacts): VaultHealth {
  const { outcome, recordCount, hasUnsaved, setAside, saveProblem, recordProblem } = facts
  const problem = saveProblem ?? ('problem' in outcome ? outcome.problem : undefined) ?? recordProblem
  const writtenBy = 'writtenBy' in outcome ? outcome.writtenBy : undefined
  return {
    state: outcome.state,
    backend: outcome.backend,
    ...(writtenBy === undefined ? {} : { writtenBy }),
    records: recordCount,
    setAside: setAside.map((name) => name.slice(0, 200)),
    hasUnsaved,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** What is wrong with the records: set aside just now, refused by the system, or sealed with another key. */
export function findRecordProblem(
  records: Iterable<StoredRecord>,
  setAsideNow: readonly string[],
  backend: string,
): Problem | undefined {
  if (setAsideNow.length > 0) return recordUnreadable(setAsideNow)
  const all = [...records]
  const blocked = all.find((record) => record.kind === 'blocked')
  if (blocked !== undefined) return blocked.problem
  return all.some((record) => record.kind === 'sealed' && record.isForeign) ? keyChanged(backend) : undefined
}
