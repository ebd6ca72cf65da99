import { safeParse } from 'valibot'
import { describe, expect, it } from 'vitest'
import { calls } from '../../../contract/ipc.ts'
import type { SetupView } from '../../../contract/models.ts'
import {
  findSetupFormErrors,
  findUrlFault,
  formatRedirectUri,
  nextRowKey,
  openSetupForm,
  type SetupForm,
  toSaveArgs,
} from '../../../renderer/state/setup-form.ts'
import { contosoSetup, demoSetup } from '../../support/renderer-harness/scenes.ts'

const right: SetupForm = {
  ...openSetupForm(),
  name: ' Contoso ',
  issuer: 'https://login.example.com/tenant/',
  clientId: 'client',
}

function isAccepted(form: SetupForm, setup?: SetupView): boolean {
  return safeParse(calls['setup.save'].args, toSaveArgs(form, setup)).success
}

describe('the setup form', () => {
  it('gives back what it was opened with', () => {
    const { setup, ...rest } = toSaveArgs(openSetupForm(contosoSetup), contosoSetup)
    const { kind, hasClientSecret, redirectUri, isAnyPort, ...stored } = contosoSetup
    expect(setup).toEqual(stored)
    expect(rest).toEqual({})
  })

  it('keeps what it does not show', () => {
    const unknown = { ...contosoSetup, notShown: 'stays' } as SetupView
    expect(toSaveArgs(openSetupForm(unknown), unknown).setup).toHaveProperty('notShown', 'stays')
    const typedIn: SetupView = {
      ...contosoSetup,
      endpoints: {
        authorization: 'https://a.example/authorize',
        token: 'https://a.example/token',
        userinfo: 'https://a.example/userinfo',
        introspection: 'https://a.example/introspect',
      },
    }
    expect(toSaveArgs({ ...openSetupForm(typedIn), userinfo: '' }, typedIn).setup.endpoints).toEqual({
      authorization: 'https://a.example/authorize',
      token: 'https://a.example/token',
      introspection: 'https://a.example/introspect',
    })
  })

  it('keeps the slash at the end of the issuer', () => {
    expect(toSaveArgs(right, undefined).setup.issuer).toBe('https://login.example.com/tenant/')
  })

  it('makes arguments that the contract accepts', () => {
    expect(findSetupFormErrors(right)).toEqual({})
    expect(isAccepted(right)).toBe(true)
    expect(isAccepted(openSetupForm(demoSetup), demoSetup)).toBe(true)
    const typedIn: SetupForm = {
      ...right,
      source: 'endpoints',
      issuer: '',
      authorization: 'https://a.example/authorize',
      token: 'https://a.example/token',
      jwks: 'https://a.example/keys',
    }
    expect(findSetupFormErrors(typedIn)).toEqual({})
    expect(isAccepted(typedIn)).toBe(true)
    expect(toSaveArgs(typedIn, undefined).setup).not.toHaveProperty('issuer')
  })

  it.each<[string, Partial<SetupForm>, string]>([
    ['no name', { name: '  ' }, 'name'],
    ['no issuer', { issuer: '' }, 'issuer'],
    ['an issuer over plain http', { issuer: 'http://login.example.com' }, 'issuer'],
    ['no client ID', { clientId: '' }, 'clientId'],
    ['no secret where one is sent', { clientAuthentication: 'client_secret_basic' }, 'secretValue'],
    ['a port over 65535', { redirectPort: '70000' }, 'redirectPort'],
    ['a port that is no number', { redirectPort: '8o8o' }, 'redirectPort'],
    ['a path without a slash', { redirectPath: 'callback' }, 'redirectPath'],
    ['a path with a query', { redirectPath: '/callback?x=1' }, 'redirectPath'],
    [
      'an API without an address',
      { apis: [{ key: 0, name: 'A', baseUrl: '', requests: [] }] },
      'apis.0.baseUrl',
    ],
    [
      'a parameter twice',
      {
        parameters: [
          { key: 0, name: 'prompt', value: 'login' },
          { key: 1, name: 'prompt ', value: 'none' },
        ],
      },
      'parameters.1.name',
    ],
    [
      'typed-in endpoints without a token endpoint',
      { source: 'endpoints', authorization: 'https://a.example' },
      'token',
    ],
  ])('refuses %s', (_name, change, field) => {
    expect(Object.keys(findSetupFormErrors({ ...right, ...change }))).toEqual([field])
  })

  it('sends a secret only where it was replaced, and removes it with its authentication', () => {
    const stored = openSetupForm(contosoSetup)
    expect(stored.secretValue).toBe('')
    expect(toSaveArgs(stored, contosoSetup)).not.toHaveProperty('clientSecret')
    expect(toSaveArgs({ ...stored, secret: 'replace', secretValue: 'new' }, contosoSetup).clientSecret).toBe(
      'new',
    )
    expect(toSaveArgs({ ...stored, secret: 'remove' }, contosoSetup).clientSecret).toBeNull()
    expect(toSaveArgs({ ...stored, clientAuthentication: 'none' }, contosoSetup).clientSecret).toBeNull()
  })

  it('takes http for this computer only', () => {
    expect(findUrlFault('http://127.0.0.1:8080/realm')).toBeUndefined()
    expect(findUrlFault('http://[::1]:8080')).toBeUndefined()
    expect(findUrlFault('http://localhost')).toBeUndefined()
    for (const address of [
      'http://127.0.0.1.example.com',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://u:p@a.example',
      'a.example',
    ])
      expect(findUrlFault(address), address).toBeTypeOf('string')
  })

  it('shows the redirect URI without a port where any is taken', () => {
    expect(formatRedirectUri(right)).toBe('http://127.0.0.1/callback')
    expect(formatRedirectUri({ ...right, redirectPort: '0' })).toBe('http://127.0.0.1/callback')
    expect(formatRedirectUri({ ...right, redirectHost: '[::1]', redirectPort: '8400' })).toBe(
      'http://[::1]:8400/callback',
    )
    expect(formatRedirectUri(openSetupForm(contosoSetup))).toBe(contosoSetup.redirectUri)
  })

  it('gives a new row a key that none has', () => {
    expect(nextRowKey([])).toBe(0)
    expect(nextRowKey([{ key: 4 }, { key: 2 }])).toBe(5)
  })
})
