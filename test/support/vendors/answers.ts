import type { Vendor, VendorContext, VendorIssue } from '../vendor-server.ts'

/** In seconds. */
export const month = 30 * 24 * 3_600

/** The standard's token answer, with what a vendor changes. */
export const usual = (issue: VendorIssue, changes: object = {}) => ({
  access_token: issue.accessToken,
  token_type: 'bearer',
  expires_in: 3_600,
  scope: issue.grant.scopes.join(' '),
  ...(issue.refreshToken !== undefined && { refresh_token: issue.refreshToken }),
  ...changes,
})

/** An answer without some of its members. */
export const without = (body: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

/** An API that answers the bearer of the token. */
export const me =
  (json: object): NonNullable<Vendor['routes']>[string] =>
  (_request, { isAuthorized }: VendorContext) =>
    isAuthorized() ? { json } : { status: 401, json: { message: 'Requires authentication' } }
