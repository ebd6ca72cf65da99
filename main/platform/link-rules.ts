import { makeProblem, ProblemError } from '../../contract/problem.ts'
import { isLoopbackHost } from '../local-hosts.ts'

/** ShellExecute on Windows takes no longer address. */
const longestAddress = 2_081

/**
 * The address of an outside link as it may be opened: https, no user name or password in it. Throws
 * `link_refused` for anything else (Electron security rule 15: no openExternal with untrusted content).
 */
export function checkOutsideLink(text: string): URL {
  const url = parse(text)
  if (url?.protocol !== 'https:' || hasCredentials(url)) throw new ProblemError(linkRefused(url))
  return url
}

/**
 * The address of an authorization request as it may be opened: https, or http on loopback (a provider in development,
 * the demo). Throws `link_refused` for anything else, `browser_not_opened` where the system would cut it.
 */
export function checkAuthorizationRequest(text: string, platform: NodeJS.Platform): URL {
  const url = parse(text)
  const isOpenable = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname))
  if (!isOpenable || hasCredentials(url)) throw new ProblemError(linkRefused(url))
  if (platform === 'win32' && url.href.length > longestAddress) throw new ProblemError(tooLong(url))
  return url
}

/** True where the host is written with characters that may look like others; its encoded form is what is shown. */
export function hasInternationalHost(url: URL): boolean {
  return url.hostname.split('.').some((label) => label.startsWith('xn--'))
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function hasCredentials(url: URL): boolean {
  return url.username !== '' || url.password !== ''
}

function linkRefused(url: URL | undefined) {
  return makeProblem(
    'link_refused',
    'keyfold',
    {
      title: 'This link is not opened',
      detail: 'Keyfold opens https addresses without a user name in them, in your browser, and nothing else.',
      nextStep: 'Copy the address and look at it before you open it by hand.',
    },
    { Scheme: url?.protocol.replace(':', '') },
  )
}

function tooLong(url: URL) {
  return makeProblem(
    'browser_not_opened',
    'this computer',
    {
      title: 'The address is too long for the system to open',
      detail: `Windows hands on at most ${longestAddress} characters.`,
      nextStep: 'Choose Copy the link and paste it into your browser.',
    },
    { Characters: url.href.length },
  )
}
