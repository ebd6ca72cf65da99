import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../contract/problem.ts'
import {
  checkAuthorizationRequest,
  checkOutsideLink,
  hasInternationalHost,
} from '../../../main/platform/link-rules.ts'

function codeOf(check: () => unknown): string {
  try {
    check()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code
  }
  return 'no problem'
}

const refusedEverywhere = [
  'file:///etc/passwd',
  'smb://host/share',
  'ms-msdt:/id PCWDiagnostic',
  'ms-settings:',
  'search-ms:query=x',
  'vscode://file/etc/passwd',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:https://example.test/1',
  'mailto:ada@example.test',
  'app://keyfold/index.html',
  '\\\\host\\share',
  '//host/share',
  '-h',
  '--help',
  '/usr/bin/env',
  'https://',
  'http://[',
  'https://user@example.test/',
  'https://accounts.example.test:pw@evil.test/',
  '',
]

describe('checkOutsideLink', () => {
  it.each([...refusedEverywhere, 'http://example.test/', 'http://127.0.0.1:80/'])(
    'G105 refuses %s',
    (address) => {
      expect(codeOf(() => checkOutsideLink(address))).toBe('link_refused')
    },
  )

  it.each([
    ['https://example.test/a?b#c', 'example.test'],
    ['https://example.test:8443/', 'example.test:8443'],
    ['https:\\\\evil.test\\@example.test', 'evil.test'],
    ['https://example.test%2F@evil.test.', 'refused'],
    ['  https://example.test  ', 'example.test'],
    ['https://аррӏе.example/', 'xn--80ak6aa92e.example'],
  ])('G105 the host of %s is %s', (address, host) => {
    if (host === 'refused') expect(codeOf(() => checkOutsideLink(address))).toBe('link_refused')
    else expect(checkOutsideLink(address).host).toBe(host)
  })

  it('G105 knows a host in another script by its encoded form', () => {
    expect(hasInternationalHost(new URL('https://аррӏе.example/'))).toBe(true)
    expect(hasInternationalHost(new URL('https://apple.example/xn--a'))).toBe(false)
  })
})

describe('checkAuthorizationRequest', () => {
  it.each([...refusedEverywhere, 'http://example.test/authorize', 'http://127.0.0.1.example.test/'])(
    'G105 refuses %s',
    (address) => {
      expect(codeOf(() => checkAuthorizationRequest(address, 'linux'))).toBe('link_refused')
    },
  )

  it.each([
    'https://login.example.test/authorize?client_id=1',
    'http://127.0.0.1:3000/authorize',
    'http://[::1]:3000/authorize',
    'http://localhost:3000/authorize',
  ])('accepts %s', (address) => {
    expect(checkAuthorizationRequest(address, 'linux').href).toBe(address)
  })

  it('refuses on Windows what the system would cut', () => {
    const address = `https://login.example.test/authorize?state=${'s'.repeat(2_100)}`
    expect(codeOf(() => checkAuthorizationRequest(address, 'win32'))).toBe('browser_not_opened')
    expect(checkAuthorizationRequest(address, 'linux').href).toBe(address)
  })
})
