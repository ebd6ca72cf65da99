import { pastedAddressPattern } from '../../contract/models.ts'
import type { ParameterRow, SetupForm } from './setup-form.ts'
import { usesSecret } from './setup-form.ts'

/** What is wrong with fields, by name; rows as `apis.0.baseUrl`. */
export type SetupFormErrors = Readonly<Record<string, string>>

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

/** Why a text is no resource indicator: an absolute URI without a fragment (RFC 8707 §2). */
export function findResourceFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'Enter a whole address, such as https://api.example.com.'
  return text.includes('#') ? 'Leave out the part from # on.' : undefined
}

/** Why a text is no list of authorization details: a JSON array of objects that each name a type (RFC 9396 §2). */
export function findAuthorizationDetailsFault(text: string): string | undefined {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'This is not JSON.'
  }
  if (!Array.isArray(value) || value.length === 0)
    return 'Enter a JSON list, with one object for each detail.'
  const index = value.findIndex(
    (detail: unknown) =>
      typeof detail !== 'object' ||
      detail === null ||
      !('type' in detail) ||
      typeof detail.type !== 'string' ||
      detail.type === '',
  )
  return index === -1 ? undefined : `Detail ${index + 1} is no object with a “type”.`
}

/** Why an address cannot be the redirect that is pasted; undefined where it can, or where there is none. */
export function findRedirectAddressFault(text: string): string | undefined {
  const address = text.trim()
  if (address === '' || pastedAddressPattern.test(address)) return undefined
  if (!URL.canParse(address)) return 'Enter a whole address, such as https://example.com/callback.'
  const url = new URL(address)
  if (url.protocol !== 'https:') return 'Use https.'
  if (url.search || url.hash) return 'Leave out the part from ? or # on.'
  return `Write it as the browser shows it: ${url.origin}${url.pathname}`
}

const pathPattern = /^\/[A-Za-z0-9\-._~/]{0,100}$/
const pathFault = 'Begin with a slash; use letters, digits, slashes and - . _ ~ only.'

/** Checks the form before it is sent; main checks again. */
export function findSetupFormErrors(form: SetupForm): SetupFormErrors {
  const errors: Record<string, string> = {}
  const check = (name: string, fault: string | undefined) => {
    if (fault) errors[name] = fault
  }

  check('name', form.name.trim() === '' ? 'Give the setup a name.' : undefined)
  if (form.source === 'issuer') check('issuer', findUrlFault(form.issuer))
  else {
    for (const [name, url] of Object.entries(form.endpoints)) {
      const isNeeded = name === 'authorization' || name === 'token'
      if (isNeeded || url.trim() !== '') check(name, findUrlFault(url))
    }
    if (form.issuer.trim() !== '') check('issuer', findUrlFault(form.issuer))
  }
  check(
    'clientId',
    form.clientId.trim() === '' ? 'Enter the client ID that the provider gave you.' : undefined,
  )
  if (usesSecret(form.clientAuthentication) && form.secret === 'replace' && form.secretValue === '')
    errors.secretValue = 'Enter the client secret, or choose “None” as the client authentication.'
  const port = form.redirectPort.trim()
  if (port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    errors.redirectPort = 'Enter a number from 1 to 65535, or nothing for any free port.'
  if (!pathPattern.test(form.redirectPath)) errors.redirectPath = pathFault
  check('redirectAddress', findRedirectAddressFault(form.redirectAddress))
  if (form.signedOutPath !== '' && !pathPattern.test(form.signedOutPath)) errors.signedOutPath = pathFault
  for (const list of ['parameters', 'tokenParameters', 'refreshParameters'] as const) {
    form[list].forEach(({ name }, index, rows) => {
      check(`${list}.${index}.name`, findParameterFault(rows, index, name.trim()))
    })
  }
  check('authorizationDetails', findAuthorizationDetailsFault(form.authorizationDetails))
  form.apis.forEach(({ name, baseUrl }, index) => {
    check(`apis.${index}.name`, name.trim() === '' ? 'Give the API a name.' : undefined)
    check(`apis.${index}.baseUrl`, findUrlFault(baseUrl))
  })
  return errors
}

function findParameterFault(rows: readonly ParameterRow[], index: number, name: string): string | undefined {
  if (name === '') return 'Enter the parameter’s name.'
  const isTwice = rows.some((other, at) => at < index && other.name.trim() === name)
  return isTwice ? 'This parameter stands here twice.' : undefined
}

/** The fields of the folded part of the form. */
const advancedFields = /^(tokenParameters\.|refreshParameters\.|authorizationDetails$|signedOutPath$)/

/** True where a field of the folded part needs a change, so that it has to be open. */
export function hasAdvancedError(errors: SetupFormErrors): boolean {
  return Object.keys(errors).some((name) => advancedFields.test(name))
}
