import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ProviderSetup } from '../../contract/models.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'
import { bindLoopback } from './bind-loopback.ts'
import { sendPlain } from './callback-answers.ts'
import { refuseRequest } from './callback-request.ts'
import { pageHeaders } from './loopback-page.ts'
import { browserNotOpenedProblem } from './sign-in-problems.ts'
import { handOverHeaders, renderHandOverPage, renderSignedOutPage } from './sign-out-page.ts'

/** How a sign-out at the provider ended, as far as Keyfold can see. */
export type SignOutEnd =
  | { readonly phase: 'signedOut' | 'handedOver' }
  | { readonly phase: 'failed'; readonly problem: Problem }

export interface SignOutOptions {
  /** Checked like every address that the browser is sent to. */
  readonly endpoint: URL
  readonly setup: Pick<ProviderSetup, 'clientId' | 'redirect' | 'signedOutPath'>
  /** Tells the provider whose session is to end. */
  readonly idToken: string | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Opens an address in the system's browser; rejects where that failed. */
  openBrowser(url: string): Promise<void>
}

/** How long the browser is waited for. */
export const signOutLimitMs = 60_000

/**
 * A longer address may be cut or refused on its way: many servers take lines of 8 KiB, cookies and all other fields
 * apart.
 */
const longestAddress = 6_000

/**
 * Signs out at the provider in the system's browser (OpenID Connect RP-Initiated Logout 1.0 §2). The browser is sent to
 * a random path of Keyfold's own, which answers once and within the time limit and takes it on to the provider, so that
 * the ID token stands on no command line. It goes there by GET: some providers take no POST, and browsers keep back
 * cookies (SameSite) from a POST that another site makes, so that the provider would not know whose session to end. An
 * ID token that is too long for an address goes by POST.
 * Where the setup has a post-logout path, the provider sends the browser back and the end is known.
 */
export async function signOutAtProvider(options: SignOutOptions): Promise<SignOutEnd> {
  const { endpoint, setup, idToken, clock, signal, openBrowser } = options
  const handOverPath = `/${randomBytes(32).toString('base64url')}`
  const state = randomBytes(32).toString('base64url')
  let isHandedOver = false
  let end: (result: SignOutEnd) => void = () => {}
  const ended = new Promise<SignOutEnd>((resolve) => {
    end = resolve
  })
  const giveUp = () =>
    end(isHandedOver ? { phase: 'handedOver' } : { phase: 'failed', problem: nobodyCameProblem() })

  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000, keepAlive: false })
  server.maxConnections = 20
  try {
    // The post-logout redirect URI is compared like a redirect URI, so its port is that one's.
    const { redirect, signedOutPath } = setup
    const address = await bindLoopback(server, redirect.host, signedOutPath === undefined ? 0 : redirect.port)
    // A connection that the system does not hand over (ENFILE) must not end the program.
    server.on('error', () => {})
    const host = hostOf(address)
    const parameters = {
      client_id: setup.clientId,
      ...(idToken !== undefined && { id_token_hint: idToken }),
      ...(signedOutPath !== undefined && {
        post_logout_redirect_uri: `http://${host}${signedOutPath}`,
        state,
      }),
    }
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      response.on('error', () => {})
      const [path, query] = splitTarget(request.url)
      if (!isHandedOver && path === handOverPath && !refuseRequest(request, host, handOverPath)) {
        isHandedOver = true
        handOver(response, endpoint, parameters)
        if (signedOutPath === undefined) response.on('close', giveUp)
        return
      }
      const isBack = signedOutPath !== undefined && !refuseRequest(request, host, signedOutPath)
      if (!isHandedOver || !isBack || query.get('state') !== state) return sendPlain(response, 404)
      sendPage(response, pageHeaders(), renderSignedOutPage())
      response.on('close', () => end({ phase: 'signedOut' }))
    })
    const cancelLimit = clock.schedule(signOutLimitMs, giveUp)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    else
      openBrowser(`http://${host}${handOverPath}`).catch(() =>
        end({ phase: 'failed', problem: browserNotOpenedProblem() }),
      )
    return await ended.finally(() => {
      cancelLimit()
      signal.removeEventListener('abort', giveUp)
    })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { phase: 'failed', problem: error.problem }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

function handOver(
  response: ServerResponse,
  endpoint: URL,
  parameters: Readonly<Record<string, string>>,
): void {
  const address = new URL(endpoint)
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
  if (address.href.length > longestAddress) {
    sendPage(response, handOverHeaders(endpoint), renderHandOverPage(endpoint, parameters))
    return
  }
  response.writeHead(303, { ...pageHeaders(), location: address.href })
  response.end()
}

function sendPage(response: ServerResponse, headers: Readonly<Record<string, string>>, page: string): void {
  response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' })
  response.end(page)
}

function splitTarget(target = ''): readonly [path: string, query: URLSearchParams] {
  const queryAt = target.indexOf('?')
  return queryAt < 0
    ? [target, new URLSearchParams()]
    : [target.slice(0, queryAt), new URLSearchParams(target.slice(queryAt + 1))]
}

function hostOf({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`
}

function nobodyCameProblem(): Problem {
  return makeProblem('browser_not_opened', 'this computer', {
    title: 'You were not signed out at the provider',
    detail: 'The browser never came for the request to sign out. The tokens are deleted here all the same.',
    nextStep: 'Sign out on the provider’s own website.',
  })
}
