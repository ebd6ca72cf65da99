import { safeParse } from 'valibot'
import { describe, expect, it } from 'vitest'
import { calls } from '../../../contract/ipc.ts'
import type { SetupDraft, SetupView } from '../../../contract/models.ts'
import {
  countAdvanced,
  formatRedirectUri,
  nextRowKey,
  openSetupForm,
  type SetupForm,
  toSaveArgs,
} from '../../../renderer/state/setup-form.ts'
import {
  findAuthorizationDetailsFault,
  findResourceFault,
  findSetupFormErrors,
  findUrlFault,
  hasAdvancedError,
} from '../../../renderer/state/setup-form-faults.ts'
import { contosoSetup, demoSetup } from '../../support/renderer-harness/scenes.ts'

const right: SetupForm = {
  ...openSetupForm(),
  name: ' Contoso ',
  issuer: 'https://login.example.com/tenant/',
  clientId: 'client',
}

const typedInEndpoints = {
  ...right.endpoints,
  authorization: 'https://a.example/authorize',
  token: 'https://a.example/token',
}

function isAccepted(form: SetupForm, base?: SetupView | SetupDraft): boolean {
  return safeParse(calls['setup.save'].args, toSaveArgs(form, base)).success
}

/** A setup that says all that the form can show. */
const wholeSetup: SetupView = {
  ...contosoSetup,
  clientAuthentication: 'private_key_jwt',
  endpoints: {
    authorization: 'https://a.example/authorize',
    token: 'https://a.example/token',
    introspection: 'https://a.example/introspect',
    endSession: 'https://a.example/logout',
    deviceAuthorization: 'https://a.example/device',
    pushedAuthorizationRequest: 'https://a.example/par',
  },
  grant: 'device_code',
  pushedRequests: 'always',
  usesDpop: true,
  usesRequestObject: true,
  resources: ['https://api.example/v1', 'urn:example:orders'],
  apis: [{ name: 'Orders', baseUrl: 'https://orders.example', resource: 'urn:example:orders', requests: [] }],
  authorizationDetails: '[{"type":"payment_initiation"}]',
  signedOutPath: '/signed-out',
  tokenParameters: { audience: 'https://api.example' },
  refreshParameters: { scope: 'orders' },
  quirks: { scopeSeparator: ',' },
  preset: 'contoso',
  hasClientSecret: false,
  signingKey: { algorithm: 'ES256', keyId: 'one', publicJwks: '{"keys":[]}' },
  certificate: { subject: 'CN=desk', endsAtMs: 1_900_000_000_000, fingerprint: 'ab' },
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
    const form = openSetupForm(typedIn)
    expect(
      toSaveArgs({ ...form, endpoints: { ...form.endpoints, userinfo: '' } }, typedIn).setup.endpoints,
    ).toEqual({
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
      endpoints: { ...typedInEndpoints, jwks: 'https://a.example/keys' },
    }
    expect(findSetupFormErrors(typedIn)).toEqual({})
    expect(isAccepted(typedIn)).toBe(true)
    expect(toSaveArgs(typedIn, undefined).setup).not.toHaveProperty('issuer')
  })

  it('takes a parameter as long as the claims of OpenID Connect Core §5.5', () => {
    const claims = JSON.stringify({
      id_token: { acr: { essential: true, values: Array(60).fill('urn:acr:2') } },
    })
    expect(claims.length).toBeGreaterThan(600)
    const parameters = [{ key: 0, name: 'claims', value: claims }]
    expect(isAccepted({ ...right, parameters })).toBe(true)
    expect(toSaveArgs({ ...right, parameters }, undefined).setup.authorizationParameters).toEqual({ claims })
  })

  it.each<[string, Partial<SetupForm>, string]>([
    ['no name', { name: '  ' }, 'name'],
    ['no issuer', { issuer: '' }, 'issuer'],
    ['an issuer over plain http', { issuer: 'http://login.example.com' }, 'issuer'],
    ['no client ID', { clientId: '' }, 'clientId'],
    ['no secret where one is sent', { clientAuthentication: 'client_secret_basic' }, 'secretValue'],
    ['a port over 65535', { redirectPort: '70000' }, 'redirectPort'],
    ['a port that is no number', { redirectPort: '8o8o' }, 'redirectPort'],
    ['a redirect over plain http', { redirectAddress: 'http://example.com/cb' }, 'redirectAddress'],
    ['a redirect with a query', { redirectAddress: 'https://example.com/cb?x=1' }, 'redirectAddress'],
    ['a redirect as no browser shows it', { redirectAddress: 'https://Example.com' }, 'redirectAddress'],
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
      { source: 'endpoints', endpoints: { ...typedInEndpoints, token: '' } },
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

  it('gives back every option of the protocol, and nothing of the view', () => {
    const { setup, clientSecret } = toSaveArgs(openSetupForm(wholeSetup), wholeSetup)
    const { kind, hasClientSecret, redirectUri, isAnyPort, signingKey, certificate, ...stored } = wholeSetup
    expect(setup).toEqual(stored)
    expect(clientSecret).toBeNull()
    expect(isAccepted(openSetupForm(wholeSetup), wholeSetup)).toBe(true)
    expect(countAdvanced(openSetupForm(wholeSetup))).toBe(9)
  })

  it('leaves out an API’s resource that is none of the setup’s any more', () => {
    const form = { ...openSetupForm(wholeSetup), resources: ['https://api.example/v1'] }
    const [api] = toSaveArgs(form, wholeSetup).setup.apis
    expect(api).toEqual({ name: 'Orders', baseUrl: 'https://orders.example', requests: [] })
  })

  it('leaves out options that were emptied', () => {
    const emptied = {
      ...openSetupForm(wholeSetup),
      grant: 'authorization_code' as const,
      pushedRequests: 'whenNeeded' as const,
      usesDpop: false,
      usesRequestObject: false,
      resources: [],
      authorizationDetails: ' ',
      signedOutPath: '',
      tokenParameters: [],
      refreshParameters: [],
    }
    const { setup } = toSaveArgs(emptied, wholeSetup)
    expect(Object.keys(setup)).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(grant|pushed|uses|resources|authorizationDetails|signedOut)/),
      ]),
    )
    expect(setup).not.toHaveProperty('tokenParameters')
    expect(setup).not.toHaveProperty('refreshParameters')
    expect(setup.quirks).toEqual({ scopeSeparator: ',' })
    expect(countAdvanced(emptied)).toBe(0)
  })

  it('begins with the draft of a preset and keeps what the form does not show of it', () => {
    const draft: SetupDraft = {
      name: 'Shopify',
      preset: 'shopify',
      endpoints: { authorization: 'https://s.example/authorize', token: 'https://s.example/token' },
      clientId: 'desk',
      clientAuthentication: 'client_secret_post',
      scopes: ['read_products'],
      authorizationParameters: {},
      redirect: { host: '127.0.0.1', port: 17_653, path: '/callback' },
      apis: [],
      tokenParameters: { expiring: '1' },
      quirks: { lacksTokenType: true },
    }
    const form = openSetupForm(draft)
    expect(Object.keys(findSetupFormErrors(form))).toEqual(['secretValue'])
    const filled = { ...form, secretValue: 'typed' }
    expect(toSaveArgs(filled, draft)).toEqual({ setup: draft, clientSecret: 'typed' })
    expect(isAccepted(filled, draft)).toBe(true)
  })

  it.each([
    ['', undefined],
    ['[{"type":"a"},{"type":"b","x":1}]', undefined],
    ['[{"type":"a"}', 'not JSON'],
    ['{"type":"a"}', 'JSON list'],
    ['[]', 'JSON list'],
    ['[{"type":"a"},{}]', 'Detail 2'],
    ['[null]', 'Detail 1'],
    ['[{"type":""}]', 'Detail 1'],
  ])('judges the authorization details %s', (text, words) => {
    const fault = findAuthorizationDetailsFault(text)
    if (words === undefined) expect(fault).toBeUndefined()
    else expect(fault).toContain(words)
    expect(hasAdvancedError(findSetupFormErrors({ ...right, authorizationDetails: text }))).toBe(
      words !== undefined,
    )
  })

  it('takes a whole address without a fragment as a resource', () => {
    expect(findResourceFault('https://api.example/v1')).toBeUndefined()
    expect(findResourceFault('urn:example:api')).toBeUndefined()
    expect(findResourceFault('api.example')).toContain('whole address')
    expect(findResourceFault('https://api.example/#part')).toContain('#')
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

  it('has an https address in place of the loopback address, as it stands in the browser', () => {
    const form = { ...right, redirectAddress: ' https://example.com/keyfold ' }
    expect(isAccepted(form)).toBe(true)
    expect(formatRedirectUri(form)).toBe('https://example.com/keyfold')
    const { setup } = toSaveArgs(form, undefined)
    expect(setup.redirect.pastedAddress).toBe('https://example.com/keyfold')
    const back = openSetupForm(setup)
    expect(back.redirectAddress).toBe('https://example.com/keyfold')
    expect(toSaveArgs({ ...back, redirectAddress: '' }, setup).setup.redirect).not.toHaveProperty(
      'pastedAddress',
    )
  })

  it('gives a new row a key that none has', () => {
    expect(nextRowKey([])).toBe(0)
    expect(nextRowKey([{ key: 4 }, { key: 2 }])).toBe(5)
  })
})
