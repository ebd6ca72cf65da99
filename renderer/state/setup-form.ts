import type { CallArgs } from '../../contract/ipc.ts'
import type {
  Api,
  ClientAuthentication,
  ProviderSetup,
  SetupDraft,
  SetupView,
} from '../../contract/models.ts'

type Endpoints = NonNullable<ProviderSetup['endpoints']>

/** A row that can be added and removed; its key is the same as long as it stands. */
export interface ParameterRow {
  readonly key: number
  readonly name: string
  readonly value: string
}
export interface ApiRow {
  readonly key: number
  readonly name: string
  readonly baseUrl: string
  readonly requests: Api['requests']
}

/** A provider setup as it stands in the form: what was typed, right or not. */
export interface SetupForm {
  readonly name: string
  readonly source: 'issuer' | 'endpoints'
  readonly issuer: string
  readonly authorization: string
  readonly token: string
  readonly userinfo: string
  readonly jwks: string
  readonly revocation: string
  readonly clientId: string
  readonly clientAuthentication: ClientAuthentication
  /** Inward only: what is stored is never known here. */
  readonly secret: 'keep' | 'replace' | 'remove'
  readonly secretValue: string
  readonly scopes: readonly string[]
  readonly parameters: readonly ParameterRow[]
  readonly redirectHost: ProviderSetup['redirect']['host']
  /** Empty: any free port. */
  readonly redirectPort: string
  readonly redirectPath: string
  readonly apis: readonly ApiRow[]
}

/** What is wrong with fields, by name; rows as `apis.0.baseUrl`. */
export type SetupFormErrors = Readonly<Record<string, string>>

/** The form of a new setup, or of one that is edited. */
export function openSetupForm(setup?: SetupView): SetupForm {
  return {
    name: setup?.name ?? '',
    source: setup?.endpoints ? 'endpoints' : 'issuer',
    issuer: setup?.issuer ?? '',
    authorization: setup?.endpoints?.authorization ?? '',
    token: setup?.endpoints?.token ?? '',
    userinfo: setup?.endpoints?.userinfo ?? '',
    jwks: setup?.endpoints?.jwks ?? '',
    revocation: setup?.endpoints?.revocation ?? '',
    clientId: setup?.clientId ?? '',
    clientAuthentication: setup?.clientAuthentication ?? 'none',
    secret: setup?.hasClientSecret ? 'keep' : 'replace',
    secretValue: '',
    scopes: setup?.scopes ?? ['openid', 'profile', 'offline_access'],
    parameters: Object.entries(setup?.authorizationParameters ?? {}).map(([name, value], key) => ({
      key,
      name,
      value,
    })),
    redirectHost: setup?.redirect.host ?? '127.0.0.1',
    redirectPort: setup?.redirect.port ? String(setup.redirect.port) : '',
    redirectPath: setup?.redirect.path ?? '/callback',
    apis: (setup?.apis ?? []).map((api, key) => ({ key, ...api })),
  }
}

/** A key that no row has. */
export function nextRowKey(rows: ReadonlyArray<{ readonly key: number }>): number {
  return rows.reduce((highest, { key }) => Math.max(highest, key), -1) + 1
}

/** The redirect URI of the form, as it is registered: without a port where any is taken (RFC 8252 §7.3). */
export function formatRedirectUri(form: SetupForm): string {
  const port = form.redirectPort.trim()
  return `http://${form.redirectHost}${port === '' || port === '0' ? '' : `:${port}`}${form.redirectPath}`
}

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Why an address cannot be used; undefined where it can: https, or http on this computer. */
export function findUrlFault(text: string): string | undefined {
  if (text.trim() === '') return 'Enter an address.'
  if (!URL.canParse(text.trim())) return 'Enter a whole address, such as https://login.example.com.'
  const url = new URL(text.trim())
  if (url.username || url.password) return 'Leave out the user name and password.'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:' && loopbackHosts.has(url.hostname)) return undefined
  return 'Use https. Plain http is for this computer only.'
}

/** A scope that can be sent: printable ASCII without spaces, quotes and backslashes (RFC 6749 §3.3). */
export function isScope(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(text)
}

/** Checks the form before it is sent; main checks again. */
export function findSetupFormErrors(form: SetupForm): SetupFormErrors {
  const errors: Record<string, string> = {}
  const check = (name: string, fault: string | undefined) => {
    if (fault) errors[name] = fault
  }
  const checkOptionalUrl = (name: 'userinfo' | 'jwks' | 'revocation') =>
    check(name, form[name].trim() === '' ? undefined : findUrlFault(form[name]))

  check('name', form.name.trim() === '' ? 'Give the setup a name.' : undefined)
  if (form.source === 'issuer') {
    check('issuer', findUrlFault(form.issuer))
  } else {
    check('authorization', findUrlFault(form.authorization))
    check('token', findUrlFault(form.token))
    checkOptionalUrl('userinfo')
    checkOptionalUrl('jwks')
    checkOptionalUrl('revocation')
    if (form.issuer.trim() !== '') check('issuer', findUrlFault(form.issuer))
  }
  check(
    'clientId',
    form.clientId.trim() === '' ? 'Enter the client ID that the provider gave you.' : undefined,
  )
  if (form.clientAuthentication !== 'none' && form.secret === 'replace' && form.secretValue === '')
    errors.secretValue = 'Enter the client secret, or choose “None” as the client authentication.'
  const port = form.redirectPort.trim()
  if (port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    errors.redirectPort = 'Enter a number from 1 to 65535, or nothing for any free port.'
  if (!/^\/[A-Za-z0-9\-._~/]{0,100}$/.test(form.redirectPath))
    errors.redirectPath = 'Begin with a slash; use letters, digits, slashes and - . _ ~ only.'
  form.parameters.forEach(({ name }, index) => {
    const isTwice = form.parameters.some((other, at) => at < index && other.name.trim() === name.trim())
    check(
      `parameters.${index}.name`,
      name.trim() === ''
        ? 'Enter the parameter’s name.'
        : isTwice
          ? 'This parameter stands here twice.'
          : undefined,
    )
  })
  form.apis.forEach(({ name, baseUrl }, index) => {
    check(`apis.${index}.name`, name.trim() === '' ? 'Give the API a name.' : undefined)
    check(`apis.${index}.baseUrl`, findUrlFault(baseUrl))
  })
  return errors
}

/** What the form does not show of a setup: kept as it is. */
function keepOthers(setup: SetupView): Partial<SetupDraft> {
  const { id, kind, hasClientSecret, redirectUri, isAnyPort, issuer, endpoints, ...others } = setup
  return others
}

/**
 * The form as `setup.save` takes it; `setup` is the one that is edited. Call it only without errors. The issuer stays as
 * typed: a trailing slash counts. What the form does not show is kept.
 */
export function toSaveArgs(form: SetupForm, setup: SetupView | undefined): CallArgs<'setup.save'> {
  const issuer = form.issuer.trim()
  return {
    setup: {
      ...(setup ? { ...keepOthers(setup), id: setup.id } : {}),
      name: form.name.trim(),
      ...(issuer === '' ? {} : { issuer }),
      ...(form.source === 'endpoints' ? { endpoints: toEndpoints(form, setup?.endpoints) } : {}),
      clientId: form.clientId.trim(),
      clientAuthentication: form.clientAuthentication,
      scopes: [...form.scopes],
      authorizationParameters: Object.fromEntries(
        form.parameters.map(({ name, value }) => [name.trim(), value]),
      ),
      redirect: { host: form.redirectHost, port: Number(form.redirectPort.trim()), path: form.redirectPath },
      apis: form.apis.map(({ key, ...api }) => ({
        ...api,
        name: api.name.trim(),
        baseUrl: api.baseUrl.trim(),
      })),
    },
    ...toClientSecret(form),
  }
}

const optionalEndpoints = ['userinfo', 'jwks', 'revocation'] as const

function toEndpoints(form: SetupForm, before: Endpoints | undefined): Endpoints {
  const { userinfo, jwks, revocation, ...others } = before ?? {}
  const typed = optionalEndpoints
    .map((name) => [name, form[name].trim()] as const)
    .filter(([, url]) => url !== '')
  return {
    ...others,
    authorization: form.authorization.trim(),
    token: form.token.trim(),
    ...Object.fromEntries(typed),
  }
}

function toClientSecret(form: SetupForm): { clientSecret?: string | null } {
  if (form.clientAuthentication === 'none' || form.secret === 'remove') return { clientSecret: null }
  return form.secret === 'replace' ? { clientSecret: form.secretValue } : {}
}
