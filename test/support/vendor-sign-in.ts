import { createServer } from 'node:net'
import type { ProviderSetup, SetupDraft, SignInView } from '../../contract/models.ts'
import type { FilledBlanks } from '../../contract/presets.ts'
import type { Client } from '../../main/oauth/client.ts'
import type { Grant, Subject } from '../../main/oauth/grant.ts'
import { type RefreshOutcome, refreshGrant } from '../../main/oauth/refresh.ts'
import { listPresets, makeDraft } from '../../main/providers/preset-service.ts'
import { redirectUriToRegister } from '../../main/providers/setups.ts'
import { systemClock } from '../../main/system-clock.ts'
import { createTestHttp, runSignIn, type TestRun } from './sign-in-run.ts'
import { startVendorServer, type Vendor, type VendorServer } from './vendor-server.ts'

/** A draft whose hosts are a loopback server's: `https://github.com/x` stands at `<origin>/github.com/x`. Pure. */
function moveHosts(draft: SetupDraft, origin: string): SetupDraft {
  const move = (address: string) => address.replace(/^https:\//, origin)
  const { issuer, endpoints, apis, quirks } = draft
  return {
    ...draft,
    ...(issuer !== undefined && { issuer: move(issuer) }),
    ...(endpoints && {
      endpoints: Object.fromEntries(
        Object.entries(endpoints).map(([name, address = '']) => [name, move(address)]),
      ) as typeof endpoints,
    }),
    apis: apis.map((api) => ({ ...api, baseUrl: move(api.baseUrl) })),
    ...(quirks && {
      quirks: {
        ...quirks,
        ...(quirks.issuerTemplate !== undefined && { issuerTemplate: move(quirks.issuerTemplate) }),
        ...(quirks.refreshEndpoint !== undefined && { refreshEndpoint: move(quirks.refreshEndpoint) }),
        ...(quirks.profile && { profile: { ...quirks.profile, url: move(quirks.profile.url) } }),
      },
    }),
  }
}

export interface VendorSignIn {
  readonly server: VendorServer
  readonly client: Client
  readonly run: TestRun
  readonly view: SignInView
  readonly stored: { readonly grant: Grant; readonly subject: Subject } | undefined
  /** Renews what was stored, or the given grant. */
  refresh(grant?: Grant): Promise<RefreshOutcome>
}

export interface VendorSignInOptions {
  readonly blanks?: FilledBlanks
  /** Changes the setup that the preset made. */
  readonly change?: Partial<ProviderSetup>
  /** Runs while the person is at the vendor's page. */
  readonly beforeConsent?: (server: VendorServer) => void
}

/** Signs in at a vendor's loopback server with its preset: the real flow, from the browser's address to tokens stored. */
export async function signInAt(vendor: Vendor, options: VendorSignInOptions = {}): Promise<VendorSignIn> {
  const server = await startVendorServer(vendor)
  const isPasted = listPresets().find(({ id }) => id === vendor.preset)?.redirect.isPasted
  const redirectAddress = isPasted ? { redirectAddress: 'https://acme.example/keyfold' } : {}
  const draft = moveHosts(
    makeDraft(vendor.preset, { clientId: 'client-1', ...redirectAddress, ...options.blanks }),
    server.origin,
  )
  const redirect = { ...draft.redirect, port: draft.redirect.port === 0 ? 0 : await findFreePort() }
  const setup: ProviderSetup = { ...draft, redirect, id: 'test', kind: 'custom', ...options.change }
  server.registered = new URL(redirectUriToRegister(setup.redirect))
  const secret = setup.clientAuthentication === 'none' ? {} : { secret: server.secret }
  const run = runSignIn(setup, secret)
  await run.until(({ phase }) => phase === 'awaitingBrowser' || phase === 'failed')
  const [address] = run.opened
  if (address !== undefined) {
    const page = await fetch(address, { redirect: 'manual' })
    const back = page.headers.get('location')
    if (page.status !== 302 || back === null) {
      run.cancel()
      throw new Error(`the vendor shows a page of its own: ${await page.text()}`)
    }
    options.beforeConsent?.(server)
    if (setup.redirect.pastedAddress === undefined) await fetch(back)
    else run.pasteAddress(back)
  }
  const view = await run.ended
  run.cancel()
  const [stored] = run.stored
  const client = { setup, ...secret }
  return {
    server,
    client,
    run,
    view,
    stored,
    refresh(grant = stored?.grant) {
      if (!stored || !grant) throw new Error('nothing was stored')
      const { subject } = stored
      return refreshGrant({ http: createTestHttp(), clock: systemClock, client, grant, subject })
    },
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
