import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, SecretBox, SecretBoxStatus } from '../ports.ts'
import { startDeadline } from '../vault/deadline.ts'
import { keyringLocked, keyringMissing, keyringTimeout } from '../vault/problems.ts'

/**
 * The part of Electron's `safeStorage` in use. Electron 33 has the synchronous half only, 46 the asynchronous only.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export interface SafeStorage {
  isEncryptionAvailable?(): boolean
  encryptString?(text: string): Buffer
  decryptString?(encrypted: Buffer): string
  isAsyncEncryptionAvailable?(): Promise<boolean>
  encryptStringAsync?(text: string): Promise<Buffer>
  decryptStringAsync?(
    encrypted: Buffer,
  ): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
  getSelectedStorageBackend?(): string
}

export interface SafeStorageOptions {
  /** Electron's, once the app is ready. */
  readonly safeStorage: SafeStorage
  /** `process.platform`. */
  readonly platform: string
  readonly clock: Clock
  /** The limit of one call; none of Electron's has one of its own. */
  readonly callTimeoutMs?: number
  /** Tells whether libsecret's collection is locked, without a prompt. Asked only where the API is synchronous. */
  readonly isKeyringLocked?: () => Promise<boolean>
  /** Tells whether the session has a Secret Service at all; undefined where that is not known. */
  readonly hasSecretService?: () => Promise<boolean | undefined>
}

// Chromium's os_crypt on Linux marks what it made: v10 is a key built into the program (obfuscation and not
// encryption), v11 a key of libsecret or KWallet, v12 one of the secret portal.
const builtInKey = 'v10'
const keyrings = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']
const namesByMark: Readonly<Record<string, string>> = { v11: 'secret_service', v12: 'secret_portal' }

/**
 * The operating system's keyring over Electron's `safeStorage`: its asynchronous API where there is one, else the
 * synchronous.
 *
 * On Linux neither the availability calls nor the backend's name say which key is used: the name follows the desktop's
 * name, and the asynchronous API counts Chromium's built-in key as available. The mark of a trial ciphertext does say
 * it. What the built-in key sealed is refused in both directions: never written, and never trusted when read.
 */
export function createSafeStorageBox(options: SafeStorageOptions): SecretBox {
  const { safeStorage, platform, clock, callTimeoutMs = 30_000 } = options
  const isLinux = platform === 'linux'

  async function withinLimit<Value>(
    call: () => Value | Promise<Value>,
    otherwise: (name: string) => Problem,
  ): Promise<Value> {
    const deadline = startDeadline(clock, callTimeoutMs, keyringTimeout(callTimeoutMs))
    try {
      return await deadline.race(Promise.resolve().then(call))
    } catch (error) {
      // Electron's own error may name what it was given; a Problem never does.
      throw error instanceof ProblemError ? error : new ProblemError(otherwise(nameBackend()))
    } finally {
      deadline.cancel()
    }
  }

  function nameBackend(): string {
    if (platform === 'darwin') return 'keychain'
    if (platform === 'win32') return 'dpapi'
    return safeStorage.getSelectedStorageBackend?.() ?? 'unknown'
  }

  /**
   * A synchronous call on a locked keyring blocks the whole program until the person answers a prompt, and Chromium
   * then keeps the refusal until the program ends. So such a keyring is not touched before it is unlocked.
   */
  async function isLockedForSyncCalls(backend: string): Promise<boolean> {
    const isSync = safeStorage.encryptStringAsync === undefined
    return isLinux && isSync && backend === 'gnome_libsecret' && (await options.isKeyringLocked?.()) === true
  }

  function isAvailable(): Promise<boolean> {
    return withinLimit(
      () => safeStorage.isAsyncEncryptionAvailable?.() ?? safeStorage.isEncryptionAvailable?.() ?? false,
      keyringLocked,
    )
  }

  function encrypt(text: string): Promise<Buffer> {
    return withinLimit(() => {
      if (safeStorage.encryptStringAsync !== undefined) return safeStorage.encryptStringAsync(text)
      if (safeStorage.encryptString !== undefined) return safeStorage.encryptString(text)
      throw new Error('safeStorage has no way to encrypt')
    }, keyringLocked)
  }

  /** What it means that the system gives no key of a keyring. */
  async function withoutKey(backend: string): Promise<SecretBoxStatus> {
    // A desktop that has a keyring and gives no key: it is locked, or its service is away for the moment. The
    // backend's name follows the desktop's and is there also where nothing was installed to keep secrets.
    const isAbsent = backend === 'gnome_libsecret' && (await options.hasSecretService?.()) === false
    const isLocked = isLinux ? keyrings.includes(backend) && !isAbsent : true
    return { state: isLocked ? 'locked' : 'missing', backend }
  }

  return {
    async status() {
      const backend = nameBackend()
      if (await isLockedForSyncCalls(backend)) return { state: 'locked', backend }
      if (!(await isAvailable())) return withoutKey(backend)
      if (!isLinux) return { state: 'available', backend }
      const mark = markOf(await encrypt('keyfold'))
      if (mark === builtInKey) return withoutKey(backend)
      return {
        state: 'available',
        backend: keyrings.includes(backend) ? backend : (namesByMark[mark] ?? backend),
      }
    },

    async seal(text) {
      const sealed = await encrypt(text)
      if (isLinux && markOf(sealed) === builtInKey) throw new ProblemError(keyringMissing(nameBackend()))
      return sealed
    },

    async open(sealed) {
      const bytes = Buffer.from(sealed)
      if (isLinux && markOf(bytes) === builtInKey) throw new ProblemError(notDecrypted(nameBackend()))
      return withinLimit(async () => {
        if (safeStorage.decryptStringAsync !== undefined) {
          const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes)
          return { text: result, shouldSealAgain: shouldReEncrypt }
        }
        if (safeStorage.decryptString === undefined) throw new Error('safeStorage has no way to decrypt')
        return { text: safeStorage.decryptString(bytes), shouldSealAgain: false }
      }, notDecrypted)
    },
  }
}

function markOf(sealed: Buffer): string {
  return sealed.toString('latin1', 0, 3)
}

function notDecrypted(backend: string): Problem {
  return makeProblem(
    'vault_key_changed',
    'this computer',
    {
      title: 'The keyring could not decrypt Keyfold’s key',
      detail: 'The keyring’s key is another one than at the time of saving, or it is locked.',
      nextStep: 'Unlock your keyring, then choose Try again.',
    },
    { Keyring: backend },
  )
}
