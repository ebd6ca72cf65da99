import { rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { VaultHealth } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Log, SecretBox, Vault, VaultRecordHeader } from '../ports.ts'
import {
  freeName,
  makePrivate,
  makePrivateFolder,
  removeTemporaryFiles,
  setAside,
  syncFolder,
  timeStamp,
  writeWhole,
} from './files.ts'
import { keyFileName } from './key-file.ts'
import {
  fileNameOf,
  listSetAside,
  loadRecord,
  loadRecords,
  readHeaders,
  removeRecordFiles,
  type StoredRecord,
} from './load-records.ts'
import { type KeyOutcome, openKey } from './open-key.ts'
import { diskProblem, errorCode, keyChanged, keyringLocked, recordUnreadable } from './problems.ts'
import { createQueues } from './queues.ts'
import {
  type DataKey,
  decodeRecord,
  isRecordHeader,
  maxRecordBytes,
  openRecord,
  sealRecord,
} from './record-format.ts'
import { withRecordLock } from './record-lock.ts'

export interface VaultOptions {
  /** The vault's folder. It is made where it is needed; its parent exists. */
  readonly dir: string
  readonly secretBox: SecretBox
  readonly clock: Clock
  readonly log: Log
  /** The limit of one attempt to get the key from the keyring, prompts included. */
  readonly unlockTimeoutMs?: number
}

interface HeldText {
  readonly header: VaultRecordHeader
  readonly text: string
}

const firstRetryMs = 1_000
const longestRetryMs = 60_000
const recordsName = 'records'
const locksName = 'locks'

/**
 * The vault over a folder: `key.json` and a file a record, as docs/vault-format.md describes.
 *
 * Memory holds the records as they stand on the disk, sealed, and the data key; each `get` decrypts (some 20 µs). So
 * reading needs neither the disk nor the keyring, which may lock again or go away, and tokens that nobody uses are not
 * spread over the heap in clear. In clear it holds only what the disk has not taken.
 */
export function createVault({ dir, secretBox, clock, log, unlockTimeoutMs = 30_000 }: VaultOptions): Vault {
  const path = resolve(dir)
  const folder = { path, parent: dirname(path), name: basename(path) }
  const recordsPath = join(path, recordsName)
  const queues = createQueues()
  const listeners = new Set<(health: VaultHealth) => void>()

  let outcome: KeyOutcome | { readonly state: 'opening'; readonly backend: string } = {
    state: 'opening',
    backend: 'unknown',
  }
  let opening: Promise<void> | undefined
  let stored = new Map<string, StoredRecord>()
  /** What the last opening ended in; an opening under way does not change where texts are kept. */
  let isMemoryOnly = false
  /** Texts that are in memory only: all of them in memory-only mode, else those that could not be saved. */
  const held = new Map<string, HeldText>()
  let asideNames: readonly string[] = []
  let recordProblem: Problem | undefined
  let saveProblem: Problem | undefined
  let retryMs = firstRetryMs
  let cancelRetry: (() => void) | undefined
  let lastHealth = ''

  function health(): VaultHealth {
    const problem = saveProblem ?? ('problem' in outcome ? outcome.problem : undefined) ?? recordProblem
    const writtenBy = 'writtenBy' in outcome ? outcome.writtenBy : undefined
    return {
      state: outcome.state,
      backend: outcome.backend,
      ...(writtenBy === undefined ? {} : { writtenBy }),
      records: stored.size + [...held.keys()].filter((id) => !stored.has(id)).length,
      setAside: asideNames.map((name) => name.slice(0, 200)),
      hasUnsaved: held.size > 0 && !isMemoryOnly,
      ...(problem === undefined ? {} : { problem }),
    }
  }

  function headers(): readonly VaultRecordHeader[] {
    const all = new Map<string, VaultRecordHeader>()
    for (const [id, record] of stored) all.set(id, headerOf(record))
    for (const [id, { header }] of held) all.set(id, header)
    return [...all.values()]
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
      stored = await readHeaders(recordsPath)
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
    if (outcome.state === 'open') await saveHeld()
    else if (outcome.state === 'failed' && held.size > 0) scheduleRetry()
  }

  async function load(dataKey: DataKey): Promise<void> {
    await makePrivateFolder(folder.parent, folder.name, clock).catch(tolerateReadOnly)
    await makePrivateFolder(folder.path, recordsName, clock).catch(tolerateReadOnly)
    await makePrivate(join(path, keyFileName))
    await removeTemporaryFiles(path)
    await removeTemporaryFiles(recordsPath)
    const loaded = await loadRecords(recordsPath, dataKey, clock)
    stored = loaded.records
    if (loaded.setAside.length > 0) log.warn('vault.set-aside', { files: loaded.setAside.length })
    judgeRecords(loaded.setAside)
    await listAside()
  }

  /** In an open vault: reads again what the system refused to read, and saves what it refused to write. */
  async function tryAgain(dataKey: DataKey): Promise<void> {
    const refused = [...stored].filter(([, record]) => record.kind === 'blocked').map(([id]) => id)
    await Promise.all(refused.map((id) => queues.run(id, () => reload(id, dataKey))))
    await saveHeld()
  }

  /** Reads one record from the disk anew. */
  async function reload(id: string, dataKey: DataKey): Promise<void> {
    const wasBlocked = stored.get(id)?.kind === 'blocked'
    const loaded = await loadRecord(recordsPath, id, dataKey, clock)
    if (loaded.record === undefined) stored.delete(id)
    else stored.set(id, loaded.record)
    if (!wasBlocked && loaded.setAside.length === 0) return
    judgeRecords(loaded.setAside)
    await listAside()
    emit()
  }

  function judgeRecords(setAsideNow: readonly string[]): void {
    const blocked = [...stored.values()].find((record) => record.kind === 'blocked')
    const foreign = [...stored.values()].some((record) => record.kind === 'sealed' && record.isForeign)
    recordProblem =
      (setAsideNow.length > 0 ? recordUnreadable(setAsideNow) : undefined) ??
      blocked?.problem ??
      (foreign ? keyChanged(outcome.backend) : undefined)
  }

  async function listAside(): Promise<void> {
    asideNames = [...(await listSetAside(path)), ...(await listSetAside(recordsPath))]
  }

  /** Waits for an opening under way, or starts the first one. */
  async function settle(): Promise<void> {
    if (outcome.state === 'opening') await open()
  }

  async function get(id: string): Promise<string | undefined> {
    await settle()
    const unsaved = held.get(id)
    if (unsaved !== undefined) return unsaved.text
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
    return outcome.state === 'open' ? withRecordLock(join(path, locksName), id, clock, task) : task()
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
  async function save(entry: HeldText): Promise<void> {
    const { id } = entry.header
    if (outcome.state === 'memoryOnly') {
      held.set(id, entry)
      emit()
      return
    }
    try {
      if (outcome.state !== 'open') throw new ProblemError(closedProblem())
      refuseNewerFormat(id)
      stored.set(id, await write(outcome.dataKey, entry))
      held.delete(id)
      if (held.size === 0) {
        saveProblem = undefined
        retryMs = firstRetryMs
      }
      emit()
    } catch (error) {
      held.set(id, entry)
      const problem = diskProblem(error)
      if (outcome.state === 'open') {
        saveProblem = problem
        if (problem.code !== 'vault_newer_format') scheduleRetry()
      }
      log.warn('vault.not-saved', { code: problem.code, error: errorCode(error) ?? 'none' })
      emit()
      throw new ProblemError(problem)
    }
  }

  async function write(dataKey: DataKey, { header, text }: HeldText): Promise<StoredRecord> {
    const name = fileNameOf(header.id)
    const previous = stored.get(header.id)
    const generation = previous?.kind === 'sealed' ? previous.record.generation + 1 : 1
    const record = sealRecord(dataKey, header, text, generation)
    if (previous?.kind === 'blocked' || previous?.isForeign === true) {
      await setAside(recordsPath, name, clock)
      await listAside()
    }
    await writeWhole(recordsPath, name, record.bytes, clock, (readBack) => {
      const decoded = decodeRecord(header.id, readBack)
      return decoded.kind === 'sealed' && openRecord(dataKey, decoded.record) === text
    })
    return { kind: 'sealed', record, isForeign: false }
  }

  async function saveHeld(): Promise<void> {
    cancelRetry?.()
    cancelRetry = undefined
    const saveOne = (id: string) =>
      queues.run(id, async () => {
        const entry = held.get(id)
        if (entry !== undefined) await save(entry).catch(() => undefined)
      })
    await Promise.all([...held.keys()].map(saveOne))
  }

  function scheduleRetry(): void {
    if (cancelRetry !== undefined) return
    cancelRetry = clock.schedule(retryMs, () => {
      cancelRetry = undefined
      open().catch(() => undefined)
    })
    retryMs = Math.min(retryMs * 2, longestRetryMs)
  }

  async function remove(id: string): Promise<void> {
    await settle()
    await queues.run(id, async () => {
      refuseNewerFormat(id)
      held.delete(id)
      if (held.size === 0) saveProblem = undefined
      try {
        await removeRecordFiles(recordsPath, id)
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
    try {
      await rename(
        path,
        join(folder.parent, await freeName(folder.parent, `${folder.name}.old-${timeStamp(clock)}`)),
      )
      await syncFolder(folder.parent)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw new ProblemError(diskProblem(error))
    }
    stored = new Map()
    recordProblem = undefined
    await open()
    if ('problem' in outcome) throw new ProblemError(outcome.problem)
  }

  async function close(): Promise<void> {
    // Not for an opening: nobody who quits should wait for a keyring.
    if (outcome.state === 'open') await saveHeld()
    await queues.idle()
    cancelRetry?.()
    cancelRetry = undefined
  }

  return {
    health,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open,
    headers,
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

/** A vault on a disk that takes no change can still be read. */
function tolerateReadOnly(error: unknown): void {
  if (!['EROFS', 'EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error
}

function badRecord(): Problem {
  return makeProblem('invalid_argument', 'keyfold', {
    title: 'The vault does not take this record',
    detail: 'Its id, kind or note is malformed, or its text is too long.',
    nextStep: 'Report this to the developers.',
  })
}
