import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { app, safeStorage } from 'electron'
import Store from 'electron-store'
import { openSecretBox } from '../../../main/platform/secret-box.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createVault } from '../../../main/vault/vault.ts'
import { byTurns, time } from '../support/measures.ts'

/*
 * The vault and electron-store in one real Electron, with the same records, keyring and disk. electron-store is used
 * as its users keep tokens in it: each encrypted with safeStorage, in base64. Prints `MEASURED <JSON>` and ends.
 */
const accounts = 1_000
const recordBytes = 3_400
const getsAtOnce = 10

const ids = Array.from({ length: accounts }, (_, index) => `account-${index}`)
/** What an account's record is mostly made of: three tokens. */
const newRecord = () => {
  const token = () => randomBytes(recordBytes / 4).toString('base64url')
  return JSON.stringify({ accessToken: token(), refreshToken: token(), idToken: token() })
}
const someId = () => ids[Math.floor(Math.random() * accounts)] ?? ''

async function measure(runs: number) {
  const records = new Map(ids.map((id) => [id, newRecord()]))
  const vault = createVault({
    dir: join(app.getPath('userData'), 'vault'),
    secretBox: openSecretBox(systemClock),
    clock: systemClock,
    log: { info: () => {}, warn: () => {} },
  })
  await vault.open()
  if (vault.health().state !== 'open') throw new Error(`The vault is ${vault.health().state}`)
  const put = (id: string, record: string) => vault.put({ id, kind: 'account', note: {} }, record)
  await Promise.all([...records].map(([id, record]) => put(id, record)))

  const encrypt = (record: string) => safeStorage.encryptString(record).toString('base64')
  const store = new Store<Record<string, string>>({ name: 'tokens', accessPropertiesByDotNotation: false })
  store.store = Object.fromEntries([...records].map(([id, record]) => [id, encrypt(record)]))

  const check = (id: string, record: string | undefined) => {
    if (record !== records.get(id)) throw new Error('Another record came back')
  }
  const each = (get: (id: string) => Promise<void>) => async () => {
    const takenMs = await time(async () => {
      for (let got = 0; got < getsAtOnce; got += 1) await get(someId())
    })
    return takenMs / getsAtOnce
  }
  const get = await byTurns(
    {
      ours: each(async (id) => check(id, await vault.get(id))),
      reference: each(async (id) =>
        check(id, safeStorage.decryptString(Buffer.from(store.get(id) ?? '', 'base64'))),
      ),
    },
    runs,
  )
  const change = (set: (id: string, record: string) => Promise<void>) => async () => {
    const id = someId()
    const record = newRecord()
    records.set(id, record)
    return time(() => set(id, record))
  }
  const set = await byTurns(
    {
      ours: change(put),
      reference: change(async (id, record) => store.set(id, encrypt(record))),
    },
    runs,
  )
  return { get, set }
}

app.whenReady().then(async () => {
  try {
    const measured = await measure(Number(process.env.KEYFOLD_BENCH_RUNS))
    process.stdout.write(`MEASURED ${JSON.stringify(measured)}\n`, () => app.exit(0))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`, () => app.exit(1))
  }
})
