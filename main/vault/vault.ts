import type { VaultHealth } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Log, SecretBox, Vault, VaultRecordHeader } from '../ports.ts'
import { loadRecord, loadRecords, readHeaders, removeRecordFiles, type StoredRecord } from './load-records.ts'
import { openKey } from './open-key.ts'
import { diskProblem, errorCode, keyChanged, keyringLocked } from './problems.ts'
import { createQueues } from './queues.ts'
import { type DataKey, isRecordHeader, maxRecordBytes, openRecord } from './record-format.ts'
import { withRecordLock } from './record-lock.ts'
import { createUnsavedTexts } from './unsaved-texts.ts'
import { openVaultFolder, type RecordText } from './vault-folder.ts'
import { findRecordProblem, type VaultOutcome, viewHealth } from './vault-health.ts'

export interface VaultOptions {
  /** The vault's folder. It is made where it is needed; its parent exists. */
  readonly dir: string
  readonly secretBox: SecretBox
  readonly clock: Clock
  readonly log: Log
  /** The limit of one attempt to get the key from the keyring, prompts included. */
  readonly unlockTimeoutMs?: number
}

/**
 * The vault over a folder: `key.json` and a file a record, as docs/vault-format.md describes.
 *
 * Memory holds the records as they stand on the disk, sealed, and the data key; each `get` decrypts (some 20 µs). So
 * reading needs neither the disk nor the keyring, which may lock again or go away, and tokens that nobody uses are not
 * spread over the heap in clear. In clear it holds only what the disk has not taken.
 */
export function createVault({ dir, secretBox, clock, log, unlockTimeoutMs = 30_000 }: VaultOptions): Vault {
  const folder = openVaultFolder(dir, clock)
  const queues = createQueues()
  const listeners = new Set<(health: VaultHealth) => void>()

  let outcome: VaultOutcome = { state: 'opening', backend: 'unknown' }
  let opening: Promise<void> | undefined
  let stored = new Map<string, StoredRecord>()
  /** What the last opening ended in; an opening under way does not change where texts are kept. */
  let isMemoryOnly = false
  const unsaved = createUnsavedTexts(clock, () => open().catch(() => undefined))
  let asideNames: readonly string[] = []
  let recordProblem: Problem | undefined
  let lastHealth = ''

  function health(): VaultHealth {
    return viewHealth({
      outcome,
      recordCount: headers().length,
      hasUnsaved: listUnsaved().length > 0,
      setAside: asideNames,
      saveProblem: unsaved.problem,
      recordProblem,
    })
  }

  function headers(): readonly VaultRecordHeader[] {
    const all = new Map<string, VaultRecordHeader>()
    for (const [id, record] of stored) all.set(id, headerOf(record))
    for (const { header } of unsaved.all()) all.set(header.id, header)
    return [...all.values()]
  }

  function listUnsaved(): readonly VaultRecordHeader[] {
    return isMemoryOnly ? [] : unsaved.all().map(({ header }) => header)
  }

  function emit(): void {
    const value = health()
    const text = JSON.stringify(value)
    if (text === lastHealth) return
    lastHealth = text
    for (const listener of listeners) listener(value)
  }

  function open(): Promise<void> {
    opening ??= (outcome.state === 'open' ? tryAgain(outcome.dataKey) : attemptOpen()).finally(() => {
      opening = undefined
      emit()
    })
    return opening
  }

  async function attemptOpen(): Promise<void> {
    outcome = { state: 'opening', backend: outcome.backend }
    emit()
    await queues.idle()
    try {
      stored = await readHeaders(folder.recordsPath)
      emit()
      const onLateAnswer = () => {
        log.info('vault.keyring-answered-late')
        open().catch(() => undefined)
      }
      const hasRecords = stored.size > 0
      const result = await openKey({
        folder,
        hasRecords,
        secretBox,
        clock,
        log,
        unlockTimeoutMs,
        onLateAnswer,
      })
      if (result.state === 'open') await load(result.dataKey)
      else await listAside()
      outcome = result
    } catch (error) {
      outcome = { state: 'failed', backend: outcome.backend, problem: diskProblem(error) }
    }
    isMemoryOnly = outcome.state === 'memoryOnly'
    log.info('vault.opened', { state: outcome.state, backend: outcome.backend, records: stored.size })
    if (outcome.state === 'open') await saveUnsaved()
    else if (outcome.state === 'failed' && unsaved.size > 0) unsaved.scheduleRetry()
  }

  async function load(dataKey: DataKey): Promise<void> {
    await folder.prepare(dataKey)
    const loaded = await loadRecords(folder.recordsPath, dataKey, clock)
    stored = loaded.records
    if (loaded.setAside.length > 0) log.warn('vault.set-aside', { files: loaded.setAside.length })
    judgeRecords(loaded.setAside)
    await listAside()
  }

  /** In an open vault: reads again what the system refused to read, and saves what it refused to write. */
  async function tryAgain(dataKey: DataKey): Promise<void> {
    const refused = [...stored].filter(([, record]) => record.kind === 'blocked').map(([id]) => id)
    await Promise.all(refused.map((id) => queues.run(id, () => reload(id, dataKey))))
    await saveUnsaved()
  }

  /** Reads one record from the disk anew. */
  async function reload(id: string, dataKey: DataKey): Promise<void> {
    const wasBlocked = stored.get(id)?.kind === 'blocked'
    const loaded = await loadRecord(folder.recordsPath, id, dataKey, clock)
    if (loaded.record === undefined) stored.delete(id)
    else stored.set(id, loaded.record)
    if (!wasBlocked && loaded.setAside.length === 0) return
    judgeRecords(loaded.setAside)
    await listAside()
    emit()
  }

  function judgeRecords(setAsideNow: readonly string[]): void {
    recordProblem = findRecordProblem(stored.values(), setAsideNow, outcome.backend)
  }

  async function listAside(): Promise<void> {
    asideNames = await folder.listSetAside()
  }

  /** Waits for an opening under way, or starts the first one. */
  async function settle(): Promise<void> {
    if (outcome.state === 'opening') await open()
  }

  async function get(id: string): Promise<string | undefined> {
    await settle()
    const held = unsaved.get(id)
    if (held !== undefined) return held.text
    const record = stored.get(id)
    if (record === undefined && outcome.state !== 'failed') return undefined
    if (outcome.state !== 'open') throw new ProblemError(closedProblem())
    if (record?.kind === 'blocked') throw new ProblemError(record.problem)
    if (record === undefined) return undefined
    const text = openRecord(outcome.dataKey, record.record)
    if (text === undefined) throw new ProblemError(keyChanged(outcome.backend))
    return text
  }

  async function getFresh(id: string): Promise<string | undefined> {
    await settle()
    if (outcome.state === 'open') {
      const { dataKey } = outcome
      await queues.run(id, () => reload(id, dataKey))
    }
    return get(id)
  }

  async function exclusively<Value>(id: string, task: () => Promise<Value>): Promise<Value> {
    await settle()
    return outcome.state === 'open' ? withRecordLock(folder.locksPath, id, clock, task) : task()
  }

  function closedProblem(): Problem {
    return 'problem' in outcome ? outcome.problem : keyringLocked(outcome.backend)
  }

  function refuseNewerFormat(id: string): void {
    const record = stored.get(id)
    const problem =
      record?.kind === 'blocked' ? record.problem : 'problem' in outcome ? outcome.problem : undefined
    if (problem?.code === 'vault_newer_format') throw new ProblemError(problem)
  }

  async function put(header: VaultRecordHeader, text: string): Promise<void> {
    if (!isRecordHeader(header) || text.length > maxRecordBytes / 4) throw new ProblemError(badRecord())
    await settle()
    await queues.run(header.id, () => save({ header: { ...header, note: { ...header.note } }, text }))
  }

  /** Saves one text; keeps it in memory and rejects where that fails. */
  async function save(entry: RecordText): Promise<void> {
    const { id } = entry.header
    if (outcome.state === 'memoryOnly') {
      unsaved.hold(entry)
      emit()
      return
    }
    try {
      if (outcome.state !== 'open') throw new ProblemError(closedProblem())
      refuseNewerFormat(id)
      const previous = stored.get(id)
      if (isIrreplaceable(previous)) {
        await folder.setAside(id)
        await listAside()
      }
      stored.set(id, await folder.write(outcome.dataKey, entry, previous))
      unsaved.release(id)
      emit()
    } catch (error) {
      unsaved.hold(entry)
      const problem = diskProblem(error)
      if (outcome.state === 'open') {
        unsaved.noteProblem(problem)
        if (problem.code !== 'vault_newer_format') unsaved.scheduleRetry()
      }
      log.warn('vault.not-saved', { code: problem.code, error: errorCode(error) ?? 'none' })
      emit()
      throw new ProblemError(problem)
    }
  }

  async function saveUnsaved(): Promise<void> {
    unsaved.cancelRetry()
    const saveOne = (id: string) =>
      queues.run(id, async () => {
        const entry = unsaved.get(id)
        if (entry !== undefined) await save(entry).catch(() => undefined)
      })
    await Promise.all(unsaved.all().map(({ header }) => saveOne(header.id)))
  }

  async function remove(id: string): Promise<void> {
    await settle()
    await queues.run(id, async () => {
      refuseNewerFormat(id)
      unsaved.release(id)
      try {
        await removeRecordFiles(folder.recordsPath, id)
        stored.delete(id)
        await listAside()
      } catch (error) {
        log.warn('vault.not-removed', { error: errorCode(error) ?? 'none' })
        throw new ProblemError(diskProblem(error))
      } finally {
        emit()
      }
    })
  }

  async function startAnew(): Promise<void> {
    await settle()
    if (outcome.state === 'open') return
    if (outcome.state === 'locked' || outcome.state === 'memoryOnly') throw new ProblemError(outcome.problem)
    await queues.idle()
    await folder.retire()
    stored = new Map()
    recordProblem = undefined
    await open()
    if ('problem' in outcome) throw new ProblemError(outcome.problem)
  }

  async function close(): Promise<void> {
    // Not for an opening: nobody who quits should wait for a keyring.
    if (outcome.state === 'open') await saveUnsaved()
    await queues.idle()
    unsaved.cancelRetry()
  }

  return {
    health,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open,
    headers,
    unsaved: listUnsaved,
    get,
    getFresh,
    exclusively,
    put,
    remove,
    startAnew,
    close,
  }
}

function headerOf(record: StoredRecord): VaultRecordHeader {
  return record.kind === 'sealed' ? record.record.header : record.header
}

/** True for what the present key cannot read: it is set aside before another record takes its place. */
function isIrreplaceable(record: StoredRecord | undefined): boolean {
  return record?.kind === 'blocked' || record?.isForeign === true
}

function badRecord(): Problem {
  return makeProblem('invalid_argument', 'keyfold', {
    title: 'The vault does not take this record',
    detail: 'Its id, kind or note is malformed, or its text is too long.',
    nextStep: 'Report this to the developers.',
  })
}
