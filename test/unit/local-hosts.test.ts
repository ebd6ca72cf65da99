import { describe, expect, it } from 'vitest'
import { checkAddress } from '../../main/http/check-address.ts'
import { isLoopbackHost, isPrivateLiteral } from '../../main/local-hosts.ts'
import { checkOutsideUrl } from '../../main/oauth/outside-url.ts'
import { checkAuthorizationRequest } from '../../main/platform/link-rules.ts'

/** As written in an address, and as the URL parser gives them. */
const loopback = [
  ['localhost', 'localhost'],
  ['LOCALHOST', 'localhost'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['127.9.9.9', '127.9.9.9'],
  ['127.1', '127.0.0.1'],
  ['0x7f000001', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['[::1]', '[::1]'],
  ['[0:0:0:0:0:0:0:1]', '[::1]'],
  ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
] as const
const elsewhere = [
  'localhost.',
  'a.localhost',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '127.example',
  '128.0.0.1',
  '0.0.0.0',
  '[::]',
  '[::2]',
  '[::127.0.0.1]',
  '[::ffff:128.0.0.1]',
  '[2001:db8::1]',
] as const

describe('hosts', () => {
  it.each(loopback)('%s is loopback', (written, hostname) => {
    expect(new URL(`http://${written}/`).hostname).toBe(hostname)
    expect(isLoopbackHost(hostname)).toBe(true)
  })
  it.each(elsewhere)('%s is not', (host) => {
    expect(isLoopbackHost(new URL(`http://${host}/`).hostname)).toBe(false)
  })
  it('no host at all is not', () => {
    expect(isLoopbackHost('')).toBe(false)
  })
  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[::]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
  ])('%s is private', (host) => {
    expect(isPrivateLiteral(host)).toBe(true)
  })
  it.each(['8.8.8.8', '172.32.0.1', '[2001:db8::1]', 'intranet'])('%s is not', (host) => {
    expect(isPrivateLiteral(host)).toBe(false)
  })
})

describe('plain http, asked before a provider is believed, called or opened in the browser', () => {
  const questions = [
    ['checkOutsideUrl', (text: string) => checkOutsideUrl(text).ok],
    ['checkAddress', (text: string) => isTaken(() => checkAddress(text))],
    ['checkAuthorizationRequest', (text: string) => isTaken(() => checkAuthorizationRequest(text, 'linux'))],
  ] as const

  it.each(questions)('%s takes it to this computer, and nowhere else', (_name, takes) => {
    for (const [host] of loopback)
      expect({ host, taken: takes(`http://${host}:8080/`) }).toEqual({ host, taken: true })
    for (const host of elsewhere)
      expect({ host, taken: takes(`http://${host}/`) }).toEqual({ host, taken: false })
  })
})

function isTaken(check: () => URL): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}
