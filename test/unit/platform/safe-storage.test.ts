import { describe, expect, it, vi } from 'vitest'
import { createSafeStorageBox, type SafeStorage } from '../../../main/platform/safe-storage.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { problemOf } from '../../support/problem-of.ts'

const secret = 'the data key'

/** Electron 33: the synchronous API only. */
function syncStorage(mark: string, backend: string, isAvailable = true): SafeStorage {
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => Buffer.from(mark + text),
    decryptString: (encrypted) => encrypted.toString('utf8', 3),
    getSelectedStorageBackend: () => backend,
  }
}

/** Electron 46: the asynchronous API only. */
function asyncStorage(mark: string, backend: string, isAvailable = true): SafeStorage {
  return {
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (text) => Buffer.from(mark + text),
    decryptStringAsync: async (encrypted) => ({
      result: encrypted.toString('utf8', 3),
      shouldReEncrypt: true,
    }),
    getSelectedStorageBackend: () => backend,
  }
}

function boxOver(safeStorage: SafeStorage, platform = 'linux') {
  const clock = createFakeClock()
  return { clock, box: createSafeStorageBox({ safeStorage, platform, clock }) }
}

describe.each([
  { api: 'synchronous', make: syncStorage },
  { api: 'asynchronous', make: asyncStorage },
])('over the $api API', ({ api, make }) => {
  it.each([
    {
      mark: 'v11',
      backend: 'gnome_libsecret',
      isAvailable: true,
      state: 'available',
      named: 'gnome_libsecret',
    },
    { mark: 'v11', backend: 'kwallet6', isAvailable: true, state: 'available', named: 'kwallet6' },
    // The name follows the desktop's name; the mark tells the truth.
    { mark: 'v11', backend: 'basic_text', isAvailable: true, state: 'available', named: 'secret_service' },
    { mark: 'v12', backend: 'unknown', isAvailable: true, state: 'available', named: 'secret_portal' },
    { mark: 'v10', backend: 'basic_text', isAvailable: true, state: 'missing', named: 'basic_text' },
    { mark: 'v10', backend: 'unknown', isAvailable: true, state: 'missing', named: 'unknown' },
    { mark: 'v10', backend: 'basic_text', isAvailable: false, state: 'missing', named: 'basic_text' },
    {
      mark: 'v11',
      backend: 'gnome_libsecret',
      isAvailable: false,
      state: 'locked',
      named: 'gnome_libsecret',
    },
    // A keyring's desktop, and only the built-in key answers: the keyring gave none.
    { mark: 'v10', backend: 'gnome_libsecret', isAvailable: true, state: 'locked', named: 'gnome_libsecret' },
  ])(
    'E68 Linux: $mark and $backend, available $isAvailable: $state',
    async ({ mark, backend, isAvailable, state, named }) => {
      const { box } = boxOver(make(mark, backend, isAvailable))
      expect(await box.status()).toEqual({ state, backend: named })
    },
  )

  it.each([
    { hasService: false, state: 'missing' },
    { hasService: true, state: 'locked' },
    { hasService: undefined, state: 'locked' },
  ])('E68 a keyring’s desktop without a key, Secret Service there $hasService: $state', async (row) => {
    const box = createSafeStorageBox({
      safeStorage: make('v10', 'gnome_libsecret', false),
      platform: 'linux',
      clock: createFakeClock(),
      hasSecretService: async () => row.hasService,
    })
    expect(await box.status()).toEqual({ state: row.state, backend: 'gnome_libsecret' })
  })

  it('E68 what the built-in key seals is never given out, and never trusted', async () => {
    const { box } = boxOver(make('v10', 'basic_text'))
    expect((await problemOf(box.seal(secret))).code).toBe('keyring_missing')
    const { box: sound } = boxOver(make('v11', 'gnome_libsecret'))
    expect((await problemOf(sound.open(Buffer.from(`v10${secret}`)))).code).toBe('vault_key_changed')
  })

  it.each([
    { platform: 'darwin', backend: 'keychain' },
    { platform: 'win32', backend: 'dpapi' },
  ])('$platform: seals whatever the mark, without a trial', async ({ platform, backend }) => {
    const { box } = boxOver(make('v10', 'unknown'), platform)
    expect(await box.status()).toEqual({ state: 'available', backend })
    const sealed = await box.seal(secret)
    expect(await box.open(sealed)).toEqual({ text: secret, shouldSealAgain: api === 'asynchronous' })
    const { box: denied } = boxOver(make('v10', 'unknown', false), platform)
    expect(await denied.status()).toEqual({ state: 'locked', backend })
  })

  it('seals and opens', async () => {
    const { box, clock } = boxOver(make('v11', 'gnome_libsecret'))
    const sealed = await box.seal(secret)
    expect(Buffer.from(sealed).toString('utf8', 0, 3)).toBe('v11')
    expect((await box.open(new Uint8Array(sealed))).text).toBe(secret)
    expect(clock.waiting()).toBe(0)
  })
})

describe('both APIs at once, as in Electron 45', () => {
  it('E70 uses the asynchronous one and passes on that the text should be sealed again', async () => {
    const old = syncStorage('v11', 'gnome_libsecret')
    const unwanted = vi.fn(() => {
      throw new Error('deprecated')
    })
    const { box } = boxOver({
      ...asyncStorage('v11', 'gnome_libsecret'),
      isEncryptionAvailable: unwanted,
      encryptString: unwanted,
      decryptString: unwanted,
    })
    expect((await box.status()).state).toBe('available')
    // What the synchronous API wrote opens with the asynchronous one.
    const sealed = old.encryptString?.(secret) ?? Buffer.alloc(0)
    expect(await box.open(sealed)).toEqual({ text: secret, shouldSealAgain: true })
    expect(unwanted).not.toHaveBeenCalled()
  })
})

describe('a locked keyring', () => {
  function lockedBox(safeStorage: SafeStorage, state: { isLocked: boolean }) {
    const clock = createFakeClock()
    return createSafeStorageBox({
      safeStorage,
      platform: 'linux',
      clock,
      isKeyringLocked: async () => state.isLocked,
    })
  }

  it('E64 is not touched by a synchronous call, which would freeze the program and keep the refusal', async () => {
    const state = { isLocked: true }
    const touched = vi.fn(() => true)
    const box = lockedBox({ ...syncStorage('v11', 'gnome_libsecret'), isEncryptionAvailable: touched }, state)
    expect(await box.status()).toEqual({ state: 'locked', backend: 'gnome_libsecret' })
    expect(touched).not.toHaveBeenCalled()
    state.isLocked = false
    expect((await box.status()).state).toBe('available')
  })

  it('E64 is asked by the asynchronous API, which may show the prompt of the system', async () => {
    const box = lockedBox(asyncStorage('v11', 'gnome_libsecret'), { isLocked: true })
    expect((await box.status()).state).toBe('available')
  })
})

describe('a keyring that fails', () => {
  const never = () => new Promise<never>(() => undefined)

  it.each([
    { call: 'status', storage: { isAsyncEncryptionAvailable: never } },
    { call: 'status', storage: { encryptStringAsync: never } },
    { call: 'seal', storage: { encryptStringAsync: never } },
    { call: 'open', storage: { decryptStringAsync: never } },
  ] as const)('E65 $call is given up after 30 s', async ({ call, storage }) => {
    const { box, clock } = boxOver({ ...asyncStorage('v11', 'gnome_libsecret'), ...storage })
    const calls = {
      status: () => box.status(),
      seal: () => box.seal(secret),
      open: () => box.open(Buffer.from('v11x')),
    }
    const problem = problemOf(calls[call]())
    await eventually(() => expect(clock.waiting()).toBe(1))
    clock.advance(29_999)
    expect(clock.waiting()).toBe(1)
    clock.advance(1)
    expect((await problem).code).toBe('keyring_timeout')
  })

  it('rejects with a problem that holds nothing of what it was given', async () => {
    const fail = (text: string | Buffer) => {
      throw new Error(`cannot use ${text}`)
    }
    const { box } = boxOver({
      ...syncStorage('v11', 'gnome_libsecret'),
      encryptString: fail,
      decryptString: fail,
    })
    for (const call of [box.seal(secret), box.open(Buffer.from(`v11${secret}`))]) {
      const error = await call.catch((reason: unknown) => reason)
      expect(error).toHaveProperty('problem')
      expect(
        JSON.stringify([error, String(error), (error as Error).stack, (error as Error).cause]),
      ).not.toContain(secret)
    }
  })
})
