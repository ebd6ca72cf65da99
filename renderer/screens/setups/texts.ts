import type { ClientAuthentication } from '../../../contract/models.ts'

/** Texts of the provider setups and their form. */
export const texts = {
  title: 'Provider setups',
  newSetup: 'New setup',
  fromPreset: 'New from a preset',
  emptyTitle: 'No provider setups yet',
  emptyText:
    'A provider setup tells Keyfold how to talk to one provider as one client: its issuer URL, the client ID that it gave you, and the scopes to ask for.',
  more: 'More actions',
  edit: 'Edit',
  connect: 'Connect',
  copyRedirect: 'Copy the redirect URI',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeText:
    'The setup and its client secret are deleted. What is registered at the provider stays as it is.',
  demoNote: 'Built in: the demo provider on this computer',
  redirectTo: 'Redirect',
  anyPort: '(any port)',
  loading: 'Loading your provider setups',
  noAccount: 'no account',

  formNew: 'New provider setup',
  save: 'Save',
  changed: 'not saved yet',
  cancel: 'Cancel',
  saved: (name: string) => `${name} was saved`,
  savedText: 'Accounts use the changes at their next sign-in.',
  savedKeyNext: 'Now make or import its key.',
  savedCertificateNext: 'Now import its certificate.',
  gone: 'This setup is gone',
  goneText: 'It was deleted.',
  back: 'Back to the setups',
  faults: (count: number) => (count === 1 ? 'One field needs a change.' : `${count} fields need a change.`),

  preset: 'Preset',
  presetText: (provider: string) => `Keyfold filled in what it knows of ${provider}.`,
  openConsole: 'Open the console',

  provider: 'Provider',
  name: 'Name',
  namePlaceholder: 'Contoso',
  nameHint: 'How it is called in Keyfold.',
  source: 'Where the endpoints come from',
  fromIssuer: 'From the issuer URL',
  typedIn: 'Typed in',
  issuer: 'Issuer URL',
  issuerHelp:
    'The address by which the provider names itself. It is compared letter by letter, so a slash at the end counts.',
  issuerOfEndpoints: 'Compared with the issuer that the answers name.',
  find: 'Find endpoints',
  authorization: 'Authorization endpoint',
  token: 'Token endpoint',
  userinfo: 'UserInfo endpoint',
  jwks: 'JWKS address',
  jwksHelp: 'Where the provider publishes the keys that sign its ID tokens.',
  revocation: 'Revocation endpoint',
  introspection: 'Introspection endpoint',
  endSession: 'End session endpoint',
  deviceAuthorization: 'Device authorization endpoint',
  pushedAuthorizationRequest: 'Pushed authorization request endpoint',
  furtherEndpoints: 'Further endpoints',
  filledIn: (count: number) => `${count} filled in`,

  found: 'Found at the provider',
  answeredBy: 'Answered by',
  sources: {
    'openid-configuration': 'OpenID Connect Discovery',
    'oauth-authorization-server': 'OAuth metadata (RFC 8414)',
  },
  pkce: 'PKCE S256',
  refresh: 'Refresh tokens',
  authentications: 'Client authentication',
  offered: 'offered',
  notOffered: 'not named in the metadata',

  client: 'Client',
  clientId: 'Client ID',
  clientIdHint: 'The provider gives it when you register an app, often as “application ID”.',
  authentication: 'Client authentication',
  authenticationHelp:
    'How Keyfold proves at the token endpoint that it is this client. A native app often has no secret: choose “None”; PKCE protects the sign-in.',
  authenticationNotListed: 'The provider’s metadata does not list this one.',
  secret: 'Client secret',
  secretStored: 'A secret is stored. It is encrypted and cannot be read back.',
  secretRemoved: 'The stored secret is removed when you save.',
  secretHint: 'Stored encrypted; it cannot be read back.',
  secretCalled: (provider: string, label: string) =>
    `${provider} calls it “${label}”. Stored encrypted; it cannot be read back.`,
  replace: 'Replace',
  removeSecret: 'Remove',
  keep: 'Keep the stored one',

  scopes: 'Scopes',
  scopesLabel: 'Scopes to ask for',
  scopesOf: (provider: string) => `What to ask ${provider} for`,
  otherScopes: 'Other scopes',
  scopesHint: 'offline_access asks for a refresh token at many providers.',
  scopeFault: 'A scope has no spaces, quotes or backslashes.',

  redirect: 'Redirect',
  redirectUri: 'Redirect URI to register at the provider',
  redirectAnyPort:
    'Register it without a port: Keyfold takes any free port at each sign-in, which providers allow for native apps (RFC 8252). Where yours does not, enter a fixed port.',
  redirectFixedPort: 'Register it exactly so. The port has to be free on this computer when you sign in.',
  redirectField: (provider: string, field: string) => `At ${provider}: “${field}”.`,
  redirectNone: 'Nothing has to be registered.',
  redirectPortFree: 'The port has to be free on this computer when you sign in.',
  redirectHost: 'Host',
  redirectPort: 'Port',
  redirectPortPlaceholder: 'any free port',
  redirectPath: 'Path',
  redirectPasted:
    'Register it exactly so. After you sign in, your browser ends there: copy its whole address and paste it into Keyfold.',
  redirectAddress: 'Https address in its place',
  redirectAddressHint:
    'For a provider that takes no address on this computer. Choose one of your own: whoever runs it can see the code that you are to paste. No page has to be there.',
  copy: 'Copy',

  apis: 'APIs',
  apisHint: 'Tokens are sent to these addresses and nowhere else.',
  apiName: 'Name',
  apiBaseUrl: 'Base URL',
  apiResource: 'Resource',
  byAddress: 'By its address',
  byAddressHint: 'The resource that the base URL lies in, or else the first',
  addApi: 'Add an API',
  removeApi: 'Remove this API',
  parameters: 'Extra authorization parameters',
  parametersHint: 'Added to the authorization request, such as audience, prompt or login_hint.',
  parameterName: 'Name',
  parameterValue: 'Value',
  addParameter: 'Add a parameter',
  removeParameter: 'Remove this parameter',
} as const

/** How the client proves itself at the token endpoint. */
export const authenticationOptions: ReadonlyArray<{
  value: ClientAuthentication
  label: string
  detail: string
}> = [
  { value: 'none', label: 'None', detail: 'A public client, protected by PKCE' },
  { value: 'client_secret_basic', label: 'Secret in the header', detail: 'client_secret_basic' },
  { value: 'client_secret_post', label: 'Secret in the body', detail: 'client_secret_post' },
  { value: 'client_secret_jwt', label: 'Signed with the secret', detail: 'client_secret_jwt' },
  { value: 'private_key_jwt', label: 'Signed with a key', detail: 'private_key_jwt' },
  {
    value: 'tls_client_auth',
    label: 'Certificate of an authority',
    detail: 'tls_client_auth: mutual TLS, the provider knows its subject',
  },
  {
    value: 'self_signed_tls_client_auth',
    label: 'Self-signed certificate',
    detail: 'self_signed_tls_client_auth: mutual TLS, the provider has it on file',
  },
]
