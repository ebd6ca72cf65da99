import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopbackHost } from '../../../main/local-hosts.ts'
import { checkOutsideUrl } from '../../../main/oauth/outside-url.ts'

describe('checkOutsideUrl', () => {
  it.each([
    'https://provider.example/authorize?a=b#c',
    'https://provider.example:8443/',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/',
    'http://127.0.0.1:4000/authorize',
    'http://localhost:8080/realms/x',
    'http://[::1]:3000/',
    'HTTPS://PROVIDER.EXAMPLE/',
  ])('takes %s', (text) => {
    expect(checkOutsideUrl(text)).toMatchObject({ ok: true })
  })

  it.each([
    ['javascript:alert(1)', 'scheme'],
    ['JaVaScRiPt:alert(1)', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['smb://evil.example/share', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['vscode://x', 'scheme'],
    ['ms-msdt:/id', 'scheme'],
    ['http://provider.example/', 'scheme'],
    ['http://127.0.0.1.evil.example/', 'scheme'],
    ['http://localhost.evil.example/', 'scheme'],
    ['http://0.0.0.0/', 'scheme'],
    ['https://user@provider.example/', 'user name or password in the URL'],
    ['https://user:password@provider.example/', 'user name or password in the URL'],
    ['https://@provider.example/', 'user name or password in the URL'],
    ['https://:@provider.example/', 'user name or password in the URL'],
    ['https://provider.example/\n--flag', 'control characters'],
    ['https://provider.example/\r', 'control characters'],
    ['\thttps://provider.example/', 'control characters'],
    ['java\tscript:alert(1)', 'control characters'],
    ['https://provider.example/\u0000', 'control characters'],
    ['https://provider.example/ --flag', 'control characters'],
    ['https://provider.example/\u0085', 'control characters'],
    ['--flag', 'starts like a command-line option'],
    ['-https://provider.example/', 'starts like a command-line option'],
    ['https:provider.example', 'no host'],
    ['https:\\\\provider.example', 'no host'],
    ['https:///provider.example', 'no host'],
    ['', 'not a URL'],
    ['provider.example', 'not a URL'],
    ['//provider.example', 'not a URL'],
    ['https://', 'not a URL'],
    [`https://provider.example/${'x'.repeat(20_000)}`, 'too long'],
  ])('A22 refuses %j', (text, refusal) => {
    expect(checkOutsideUrl(text)).toEqual({ ok: false, refusal })
  })

  it('A22 whatever comes in, what is taken is https or loopback http, without user information', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http://',
      'a.example',
      '127.0.0.1',
      '@',
      ':',
      '/',
      '\\',
      '-',
      '\n',
      '?',
      'x',
      '%0a',
      '[',
      ']',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const check = checkOutsideUrl(parts.join(''))
        if (!check.ok) return
        const { protocol, hostname, username, password, href } = check.url
        expect(protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))).toBe(true)
        expect(username + password).toBe('')
        expect(href).toMatch(/^https?:\/\/\S+$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
