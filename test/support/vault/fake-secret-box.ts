import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { SecretBox, SecretBoxStatus } from '../../../main/ports.ts'

/** A keyring for tests: real encryption under a key of its own, and every failure that a real one has. */
export interface FakeSecretBox extends SecretBox {
  state: SecretBoxStatus['state']
  backend: string
  /** Another name, another key: as if the item in the keyring was deleted and made anew. */
  keyName: string
  shouldSealAgain: boolean
  /** `mute`: no call ever answers. `away`: every call rejects, as when D-Bus is gone. */
  behaviour: 'well' | 'mute' | 'away'
  /** True: a wrong key gives garbage, as the unauthenticated AES-CBC of Linux does. False: it rejects. */
  opensToGarbage: boolean
  readonly calls: string[]
  /** Lets the calls that were mute answer after all. */
  answerAll(): void
}

export function createFakeSecretBox(changes: Partial<FakeSecretBox> = {}): FakeSecretBox {
  const waiting: (() => void)[] = []
  const box: FakeSecretBox = {
    state: 'available',
    backend: 'gnome_libsecret',
    keyName: 'first',
    shouldSealAgain: false,
    behaviour: 'well',
    opensToGarbage: false,
    calls: [],
    answerAll() {
      box.behaviour = 'well'
      for (const answer of waiting.splice(0)) answer()
    },
    async status() {
      await behave('status')
      return { state: box.state, backend: box.backend }
    },
    async seal(text) {
      await behave('seal')
      if (box.state !== 'available') throw new Error('not available')
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(box.keyName), nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from('v11'), nonce, cipher.getAuthTag(), body])
    },
    async open(sealed) {
      await behave('open')
      if (box.state !== 'available') throw new Error('not available')
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', keyOf(box.keyName), bytes.subarray(3, 15))
      decipher.setAuthTag(bytes.subarray(15, 31))
      const text = decipher.update(bytes.subarray(31)).toString(box.opensToGarbage ? 'latin1' : 'utf8')
      if (!box.opensToGarbage) decipher.final()
      return { text, shouldSealAgain: box.shouldSealAgain }
    },
    ...changes,
  }
  return box

  async function behave(call: string): Promise<void> {
    box.calls.push(call)
    if (box.behaviour === 'away') throw new Error('the service is away')
    if (box.behaviour === 'mute') await new Promise<void>((resolve) => waiting.push(resolve))
  }
}

function keyOf(name: string): Buffer {
  return createHash('sha256').update(name).digest()
}
