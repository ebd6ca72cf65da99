/*
 * The types of tokens in an exchange (RFC 8693 §3), each the end of an identifier that begins with
 * `urn:ietf:params:oauth:token-type:`.
 */

/** Those of an account that can be exchanged. */
export const subjectTypes = ['access_token', 'id_token'] as const
export type SubjectType = (typeof subjectTypes)[number]

/** Those that can be asked for, because an API takes them. */
export const requestedTypes = ['access_token', 'jwt'] as const
export type RequestedType = (typeof requestedTypes)[number]

/** Those that a provider may say that it issued; `other` stands for one that RFC 8693 does not name. */
export const issuedTypes = [
  'access_token',
  'refresh_token',
  'id_token',
  'jwt',
  'saml1',
  'saml2',
  'other',
] as const
export type IssuedType = (typeof issuedTypes)[number]
