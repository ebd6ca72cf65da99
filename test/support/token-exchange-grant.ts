import type { errors as OidcErrors, Provider, TokenEndpointGrantContext } from 'oidc-provider'

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`

interface ExchangeParameters {
  readonly subject_token?: string
  readonly subject_token_type?: string
  readonly requested_token_type?: string
  readonly audience?: string
}

/**
 * Teaches oidc-provider the token exchange (RFC 8693) as its documentation describes it for grants of one's own: access
 * tokens for access tokens, of the same person, with no more scopes, for the audience `orders` alone.
 */
export function registerTokenExchange(provider: Provider, errors: typeof OidcErrors): void {
  async function exchange(ctx: TokenEndpointGrantContext<ExchangeParameters>): Promise<void> {
    const { client, params } = ctx.oidc
    const { subject_token, subject_token_type, requested_token_type, audience, scope } = params
    const isAccessToken = (type: string | undefined) => type === tokenType('access_token')
    if (!isAccessToken(subject_token_type) || !isAccessToken(requested_token_type ?? subject_token_type))
      throw new errors.InvalidRequest('only access tokens are exchanged')
    if (audience !== 'orders') throw new errors.InvalidTarget('unknown audience')
    const subject = await provider.AccessToken.find(subject_token ?? '')
    if (!subject?.isValid) throw new errors.InvalidRequest('the subject token has ended')

    const asked = scope?.split(' ') ?? [...subject.scopes]
    const beyond = asked.find((one) => !subject.scopes.has(one))
    if (beyond !== undefined) throw new errors.InvalidScope('beyond the subject token', beyond)
    // A grant of its own: revoking the new token must not end the one that it came from.
    const grant = new provider.Grant({ accountId: subject.accountId, clientId: client.clientId })
    grant.addOIDCScope(asked.join(' '))
    const issued = new provider.AccessToken({
      accountId: subject.accountId,
      client,
      grantId: await grant.save(),
      gty: 'token_exchange',
      scope: asked.join(' '),
    })
    ctx.body = {
      access_token: await issued.save(),
      issued_token_type: tokenType('access_token'),
      token_type: issued.tokenType,
      expires_in: issued.expiration,
      scope: issued.scope,
    }
  }

  provider.registerGrantType(
    tokenExchangeGrant,
    exchange,
    ['audience', 'resource', 'scope', 'requested_token_type', 'subject_token', 'subject_token_type'],
    ['audience', 'resource'],
  )
}
