import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemoProvider } from '../../../demo/provider.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createVault } from '../../../main/vault/vault.ts'
import { connectAccount, createTestApp, createTestDisk, demoDraft } from '../test-app.ts'
import { startAppRun } from './app-run.ts'
import { bundleAppProcess } from './bundle.ts'
import { type CrashReport, crashSteps } from './report.ts'

/** What so many crashes came to. */
export interface CrashTally {
  kills: number
  restarts: number
  /** Restarts after which sign-in was asked for: the provider had rotated, and the new token was not on disk yet. */
  signInsAsked: number
  /** Accounts that were not signed in though the provider had not made that impossible, or gave no reason. */
  tokensLost: number
  /** Most refreshes that one expiry of the access token led to in a process that lived. */
  refreshesPerExpiry: number
  /** Refresh tokens that were sent more than once after the provider had replaced them. */
  oldTokensSentAgain: number
}

/** A place for processes of the program, with an account that is signed in at a demo provider. */
export async function openCrashPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-crash-'))
  const { script, remove } = await bundleAppProcess()
  /** Every refresh: the token that was sent, and the one that the provider gave for it. */
  const refreshes: { readonly sent: string; readonly given: string | undefined }[] = []
  let onAnswer = () => {}
  const provider = await startDemoProvider({
    accessTokenLifetimeS: 3_600,
    onTokenExchange: ({ sent, answered }) => {
      if (sent.grant_type !== 'refresh_token') return
      const { refresh_token: given } = answered
      refreshes.push({
        sent: String(sent.refresh_token),
        given: typeof given === 'string' ? given : undefined,
      })
      onAnswer()
    },
  })
  const disk = createTestDisk(folder)

  return {
    provider,
    refreshes,
    /** Connects the account, or signs in again. */
    async signIn(): Promise<void> {
      const app = createTestApp(disk)
      await app.start()
      const [known] = disk.setups
      const setupId = known?.id ?? (await app.must('setup.save', { setup: demoDraft(provider) })).setupId
      const [account] = (await app.must('app.snapshot', {})).slices.accounts
      await connectAccount(app, setupId, account ? { accountId: account.id } : {})
      writeFileSync(join(folder, 'setups.json'), JSON.stringify(disk.setups))
      await app.close()
    },
    /** True where a start of the program would find this token in the vault. Looks at a copy, and changes nothing. */
    async isOnDisk(token: string): Promise<boolean> {
      const copy = mkdtempSync(join(tmpdir(), 'keyfold-crash-copy-'))
      try {
        cpSync(join(folder, 'vault'), join(copy, 'vault'), { recursive: true })
        const vault = createVault({
          dir: join(copy, 'vault'),
          secretBox: disk.secretBox,
          clock: systemClock,
          log: { info: () => {}, warn: () => {} },
        })
        await vault.open()
        const texts = await Promise.all(vault.headers().map(({ id }) => vault.get(id)))
        await vault.close()
        return texts.some((text) => text?.includes(token))
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    },
    start: (step: string) => startAppRun(script, { folder, step, url: `${provider.apiBaseUrl}/profile` }),
    /** Called when the provider has answered a refresh, before its answer is on its way. */
    setOnAnswer(listener: () => void) {
      onAnswer = listener
    },
    async close(): Promise<void> {
      await provider.close()
      remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Kills the program so many times, at every step in turn, and looks at it after each restart. */
export async function runCrashes(
  kills: number,
  onProgress: (tally: Readonly<CrashTally>) => void = () => {},
): Promise<CrashTally> {
  const place = await openCrashPlace()
  const { provider, refreshes } = place
  const tally: CrashTally = {
    kills: 0,
    restarts: 0,
    signInsAsked: 0,
    tokensLost: 0,
    refreshesPerExpiry: 0,
    oldTokensSentAgain: 0,
  }
  try {
    await place.signIn()
    for (let round = 0; tally.kills < kills; round += 1) {
      const step = crashSteps[round % crashSteps.length] ?? 'before-send'
      provider.expireAccessTokens()
      const before = refreshes.length
      const victim = await place.start(step)
      place.setOnAnswer(() => {
        if (step === 'after-send') victim.child.kill('SIGKILL')
      })
      victim.begin()
      const survived = await victim.ended
      place.setOnAnswer(() => {})
      if (survived === undefined) tally.kills += 1
      const newest = refreshes.slice(before).findLast(({ given }) => given !== undefined)?.given
      const isImpossible = newest !== undefined && !(await place.isOnDisk(newest))

      provider.expireAccessTokens()
      const restartedAt = refreshes.length
      const restart = await place.start('none')
      restart.begin()
      const report = await restart.ended
      tally.restarts += 1
      const sent = refreshes.length - restartedAt
      tally.refreshesPerExpiry = Math.max(tally.refreshesPerExpiry, sent)
      const verdict = judge(report, isImpossible)
      if (verdict === 'lost') tally.tokensLost += 1
      if (verdict === 'askedToSignIn') tally.signInsAsked += 1
      if (report?.state !== 'connected') await place.signIn()
      onProgress(tally)
    }
    tally.oldTokensSentAgain = countSentAgain(refreshes)
    return tally
  } finally {
    await place.close()
  }
}

function judge(report: CrashReport | undefined, isImpossible: boolean): 'well' | 'askedToSignIn' | 'lost' {
  if (report?.state === 'connected' && report.successes === 5) return 'well'
  const hasReason = report?.title === 'The answer to a renewal was lost'
  return report?.state === 'needsSignIn' && isImpossible && hasReason ? 'askedToSignIn' : 'lost'
}

function countSentAgain(refreshes: readonly { sent: string; given: string | undefined }[]): number {
  const afterRotation = new Map<string, number>()
  for (const { sent, given } of refreshes) {
    const count = afterRotation.get(sent)
    if (count !== undefined) afterRotation.set(sent, count + 1)
    else if (given !== undefined) afterRotation.set(sent, 0)
  }
  return [...afterRotation.values()].filter((count) => count > 1).length
}
