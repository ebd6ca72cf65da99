import type { SetupForm } from '../../state/setup-form.ts'

/** Texts of the folded part of the setup form. */
export const advancedTexts = {
  advanced: 'More of the protocol',
  advancedTitle: 'Device code, pushed requests, DPoP, resources and more',
  mostNeedNone: 'most providers need none of it',
  inUse: (count: number) => `${count} in use`,
  grant: 'Way to sign in',
  pushed: 'Pushed authorization requests',
  pushedHelp:
    'Keyfold sends the authorization request to the provider first, and the browser gets only a reference to it (RFC 9126).',
  signedOutPath: 'Path after sign-out',
  signedOutPathHelp:
    'Where the browser comes back to after it signed out at the provider. Register it there as a post-logout redirect URI, on the redirect’s host and port.',
  dpop: 'Bind tokens to a key (DPoP)',
  dpopText: 'A stolen token is of no use without the key (RFC 9449). The provider has to support it.',
  requestObject: 'Sign the authorization request',
  requestObjectText: 'It travels as a JWT signed with the client key (RFC 9101).',
  resources: 'Resources',
  resourcesHint:
    'What tokens are asked for (RFC 8707): the addresses of APIs, or their names. Each gets a token of its own, the first at once, the others when you call them. With more than one, choose which is whose under “APIs”.',
  authorizationDetails: 'Authorization details',
  authorizationDetailsHint: 'A JSON list of what exactly to ask for (RFC 9396).',
  tokenParameters: 'Extra parameters of the code exchange',
  tokenParametersHint: 'Added to the token request that exchanges the code.',
  refreshParameters: 'Extra parameters of a refresh',
  refreshParametersHint: 'Added to the token request that renews the access token.',
} as const

/** When the request is pushed beforehand (RFC 9126). */
export const pushedOptions: ReadonlyArray<{
  value: SetupForm['pushedRequests']
  label: string
  detail: string
}> = [
  {
    value: 'whenNeeded',
    label: 'When needed',
    detail: 'The provider asks for it, or the address would be too long',
  },
  { value: 'always', label: 'Always', detail: 'Every authorization request' },
]

/** How the grant is obtained. */
export const grantOptions: ReadonlyArray<{ value: SetupForm['grant']; label: string; detail: string }> = [
  { value: 'authorization_code', label: 'In your browser', detail: 'Authorization code with PKCE' },
  { value: 'device_code', label: 'With a code', detail: 'Entered on any device (RFC 8628)' },
  {
    value: 'client_credentials',
    label: 'For the client itself',
    detail: 'Client credentials: nobody signs in',
  },
]
