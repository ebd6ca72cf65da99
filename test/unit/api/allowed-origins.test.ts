import { describe, expect, it } from 'vitest'
import type { ProblemError } from '../../../contract/problem.ts'
import { allowedOrigins, checkApiAddress } from '../../../main/api/allowed-origins.ts'
import { setupWithApis } from '../../support/api-setup.ts'

const setup = setupWithApis(
  'https://api.example/v1',
  'https://files.example:8443',
  'http://127.0.0.1:9000/api',
)

function refusal(url: string, of = setup): string | undefined {
  try {
    checkApiAddress(allowedOrigins(of), url)
    return undefined
  } catch (error) {
    return (error as ProblemError).problem.code
  }
}

describe('the origins of a setup', () => {
  it('are those of its APIs that can be asked', () => {
    const odd = setupWithApis(
      'https://api.example/v1',
      'http://plain.example',
      'ftp://x.example',
      'nonsense',
      'https://u:p@y.example',
    )
    expect([...allowedOrigins(odd)]).toEqual(['https://api.example'])
  })

  it.each([
    'https://api.example/v1/orders?page=2',
    'https://api.example/',
    'https://API.EXAMPLE:443/v2',
    'https://files.example:8443/x',
    'http://127.0.0.1:9000/other',
  ])('let pass %s', (url) => {
    expect(refusal(url)).toBeUndefined()
  })

  it('leave the fragment at home', () => {
    expect(checkApiAddress(allowedOrigins(setup), 'https://api.example/a#b').href).toBe(
      'https://api.example/a',
    )
  })

  it.each([
    'https://evil.example/',
    'https://sub.api.example/',
    'https://api.example.evil.example/',
    'https://api.example:444/',
    'https://api.example./v1',
    'https://files.example/',
    'http://127.0.0.1:9001/',
    'http://localhost:9000/',
    'https://127.0.0.1:9000/',
  ])('do not let pass %s', (url) => {
    expect(refusal(url)).toBe('origin_not_allowed')
  })

  it('F79 https→http: refused', () => {
    expect(refusal('http://api.example/v1/orders')).toBe('origin_not_allowed')
    expect(refusal('http://plain.example/', setupWithApis('http://plain.example'))).toBe('origin_not_allowed')
  })

  it.each([
    'unix:/var/run/docker.sock:/info',
    'http://unix/var/run/docker.sock:/info',
    'file:///etc/passwd',
    'data:application/json,{}',
    'https://api@evil.example/',
    'https://api.example@evil.example/',
    'https://user:pass@api.example/',
    'https://\u0430pi.example/',
    'https://xn--pi-6kc.example/',
    'https://ap\u0131.example/',
  ])('F81 unix:, file:, data:, https://api@evil, punycode look-alike: %s refused', (url) => {
    expect(refusal(url)).toBe('origin_not_allowed')
  })

  it('say which hosts there are, in the form that gives a look-alike away', () => {
    try {
      checkApiAddress(allowedOrigins(setup), 'https://\u0430pi.example/')
      expect.unreachable()
    } catch (error) {
      const { title, evidence } = (error as ProblemError).problem
      expect(title).toContain('xn--')
      expect(evidence).toContainEqual({
        label: 'Allowed hosts',
        value: 'api.example, files.example:8443, 127.0.0.1:9000',
      })
    }
  })
})
