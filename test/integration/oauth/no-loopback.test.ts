import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bundleListenerProcess,
  namespaceReason,
  runInNamespace,
} from '../../support/loopback/run-in-namespace.ts'

let bundle: Awaited<ReturnType<typeof bundleListenerProcess>>
beforeAll(async () => {
  bundle = await bundleListenerProcess()
})
afterAll(() => rmSync(bundle.folder, { recursive: true, force: true }))

const reason = namespaceReason()

describe.skipIf(reason !== '')('the listener', () => {
  it(`A19 without 127.0.0.1 takes [::1], and the answer arrives there${reason}`, async () => {
    expect(await runInNamespace(bundle.script, '::1 only')).toEqual({
      redirectUri: expect.stringMatching(/^http:\/\/\[::1\]:\d+\/callback$/),
      status: 200,
      kind: 'code',
    })
  })

  it(`A19 without any loopback address says so, and what to do${reason}`, async () => {
    expect(await runInNamespace(bundle.script, 'none')).toEqual({
      problem: {
        code: 'no_loopback',
        side: 'this computer',
        title: 'This computer has no loopback address',
        detail: 'The answer of a sign-in comes back over 127.0.0.1 or [::1], and neither can be used here.',
        nextStep: 'Switch on the loopback network interface, or ask your administrator to.',
        evidence: [{ label: 'code', value: 'EADDRNOTAVAIL' }],
      },
    })
  })
})
