import type { VaultHealth } from '../../contract/models.ts'
import { type Problem, type ProblemCode, ProblemError } from '../../contract/problem.ts'
import type { Clock, Log, SecretBox, SecretBoxStatus } from '../ports.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { makePrivateFolder, setAside } from './files.ts'
import {
  checkDataKey,
  dataKeyText,
  keyFileName,
  makeDataKey,
  readKeyFile,
  restoreKeyFile,
  type WrappedKey,
  writeKeyFile,
} from './key-file.ts'
import {
  backendChanged,
  diskProblem,
  errorCode,
  keyChanged,
  keyFileLost,
  keyringLocked,
  keyringMissing,
  keyringTimeout,
  newerFormat,
} from './problems.ts'
import type { DataKey } from './record-format.ts'

/** What came of asking the keyring for the vault's key. */
export type KeyOutcome =
  | { readonly state: 'open'; readonly backend: string; readonly dataKey: DataKey }
  | {
      readonly state: Exclude<VaultHealth['state'], 'open' | 'opening'>
      readonly backend: string
      readonly writtenBy?: string
      readonly problem: Problem
    }

export interface OpenKeyOptions {
  /** The vault's folder, its parent and name. */
  readonly folder: { readonly path: string; readonly parent: string; readonly name: string }
  /** True where there are records that a new key could not open. */
  readonly hasRecords: boolean
  readonly secretBox: SecretBox
  readonly clock: Clock
  readonly log: Log
  /** The limit of everything that the keyring is asked. */
  readonly unlockTimeoutMs: number
  /** Called where the keyring answers after its limit. */
  readonly onLateAnswer: () => void
}

/** Unwraps the vault's data key, or makes one where there is none yet. Never rejects. */
export async function openKey(options: OpenKeyOptions): Promise<KeyOutcome> {
  const { clock, unlockTimeoutMs, onLateAnswer } = options
  const deadline = startDeadline(clock, unlockTimeoutMs, keyringTimeout(unlockTimeoutMs), onLateAnswer)
  let backend = 'unknown'
  try {
    const file = await readKeyFile(options.folder.path)
    if (file.kind === 'newerFormat') return { state: 'failed', backend, problem: newerFormat(keyFileName) }
    if (file.kind === 'refused') return { state: 'failed', backend, problem: diskProblem(file.error) }
    const status = await deadline.race(options.secretBox.status())
    backend = status.backend
    if (file.kind !== 'key') return await startWithoutKey(options, status, deadline, file.kind === 'damaged')
    const outcome = await unwrapKey(options, status, deadline, file.key)
    if (outcome.state === 'open' && file.isFromBackup) {
      await restoreKeyFile(options.folder.path, clock).catch(() =>
        options.log.warn('vault.key-file-not-restored'),
      )
    }
    return outcome
  } catch (error) {
    return outcomeOfError(error, backend)
  } finally {
    deadline.cancel()
  }
}

async function startWithoutKey(
  options: OpenKeyOptions,
  status: SecretBoxStatus,
  deadline: Deadline,
  isDamaged: boolean,
): Promise<KeyOutcome> {
  const { folder, secretBox, clock } = options
  const { backend } = status
  if (status.state !== 'available') return unavailable(status, backend)
  if (options.hasRecords) return { state: 'keyChanged', backend, problem: keyFileLost() }

  const dataKey = makeDataKey()
  const text = dataKeyText(dataKey)
  const wrapped = await deadline.race(secretBox.seal(text))
  const opened = await deadline.race(secretBox.open(wrapped))
  // A keyring that loses what it was given must not be the only one that knows the key.
  if (opened.text !== text) return { state: 'locked', backend, problem: keyringLocked(backend) }
  await makePrivateFolder(folder.parent, folder.name, clock)
  if (isDamaged) await setAside(folder.path, keyFileName, clock)
  await writeKeyFile(folder.path, dataKey, backend, wrapped, clock)
  return { state: 'open', backend, dataKey }
}

function unavailable({ state, backend }: SecretBoxStatus, keyBackend: string): KeyOutcome {
  const other = keyBackend === backend ? {} : { writtenBy: keyBackend }
  return state === 'missing'
    ? { state: 'memoryOnly', backend, ...other, problem: keyringMissing(backend, other.writtenBy) }
    : { state: 'locked', backend, ...other, problem: keyringLocked(backend) }
}

async function unwrapKey(
  options: OpenKeyOptions,
  status: SecretBoxStatus,
  deadline: Deadline,
  key: WrappedKey,
): Promise<KeyOutcome> {
  const { secretBox } = options
  const { backend } = status
  const other = key.backend === backend ? {} : { writtenBy: key.backend }
  if (status.state !== 'available') return unavailable(status, key.backend)

  let shouldSealAgain = false
  let dataKey: DataKey | undefined
  try {
    const opened = await deadline.race(secretBox.open(key.wrapped))
    shouldSealAgain = opened.shouldSealAgain
    dataKey = checkDataKey(key, opened.text)
  } catch (error) {
    // A keyring that went away just now is no changed key.
    if (hasCode(error, 'keyring_timeout') || !(await canSeal(secretBox, deadline))) throw error
  }
  if (dataKey === undefined) {
    return 'writtenBy' in other
      ? { state: 'backendChanged', backend, ...other, problem: backendChanged(key.backend, backend) }
      : { state: 'keyChanged', backend, problem: keyChanged(backend) }
  }
  if (shouldSealAgain || 'writtenBy' in other) await wrapAgain(options, status, deadline, dataKey)
  return { state: 'open', backend, dataKey }
}

/** Wraps the key anew, for a keyring that asks for it or that is another one. The old file serves where this fails. */
async function wrapAgain(
  { secretBox, folder, clock, log }: OpenKeyOptions,
  { backend }: SecretBoxStatus,
  deadline: Deadline,
  dataKey: DataKey,
): Promise<void> {
  try {
    const wrapped = await deadline.race(secretBox.seal(dataKeyText(dataKey)))
    await writeKeyFile(folder.path, dataKey, backend, wrapped, clock)
    log.info('vault.key-wrapped-again', { backend })
  } catch (error) {
    log.warn('vault.key-not-wrapped-again', { backend, error: errorCode(error) ?? 'keyring' })
  }
}

async function canSeal(secretBox: SecretBox, deadline: Deadline): Promise<boolean> {
  try {
    const sealed = await deadline.race(secretBox.seal('keyfold'))
    return (await deadline.race(secretBox.open(sealed))).text === 'keyfold'
  } catch (error) {
    if (hasCode(error, 'keyring_timeout')) throw error
    return false
  }
}

function outcomeOfError(error: unknown, backend: string): KeyOutcome {
  if (isSystemError(error)) return { state: 'failed', backend, problem: diskProblem(error) }
  if (hasCode(error, 'keyring_missing'))
    return { state: 'memoryOnly', backend, problem: keyringMissing(backend) }
  if (hasCode(error, 'keyring_timeout')) return { state: 'locked', backend, problem: error.problem }
  return { state: 'locked', backend, problem: keyringLocked(backend) }
}

function hasCode(error: unknown, code: ProblemCode): error is ProblemError {
  return error instanceof ProblemError && error.problem.code === code
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
