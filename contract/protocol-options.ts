import * as v from 'valibot'

/*
 * What a provider setup may say beyond the plain authorization code flow. Everything is optional: absent means what
 * the provider's metadata asks for, or the plain form.
 */

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const url = v.pipe(v.string(), v.maxLength(2_048))
/** Extra parameters of one step, as `name: value`. */
export const parametersSchema = v.record(
  v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  v.pipe(v.string(), v.maxLength(4_000)),
)

/** How the grant is obtained: in the browser, with a code on another device (RFC 8628), or for the client itself. */
const grantKinds = ['authorization_code', 'device_code', 'client_credentials'] as const

/** Where in a token answer of a vendor's own shape the standard fields stand, as paths of member names. */
const answerMappingSchema = v.partial(
  v.strictObject({
    access_token: v.array(text),
    refresh_token: v.array(text),
    expires_in: v.array(text),
    scope: v.array(text),
    token_type: v.array(text),
    id_token: v.array(text),
    sub: v.array(text),
    label: v.array(text),
  }),
)

/** Ways of known providers that differ from the standards; data, so that no code asks which provider it is. */
export const quirksSchema = v.partial(
  v.strictObject({
    /** The Basic header holds id and secret as they are, not form-urlencoded (against RFC 6749 §2.3.1). */
    isBasicRaw: v.boolean(),
    /** The provider writes scopes with this between them, asked for and answered. */
    scopeSeparator: v.picklist([' ', ',']),
    /** The metadata's issuer holds `{tenantid}`; a token's issuer has the tenant in its place (Microsoft Entra). */
    issuerTemplate: text,
    /** The token type that the provider writes for `Bearer`, such as `bot` or `user`. */
    tokenTypes: v.array(text),
    answerMapping: answerMappingSchema,
    /** Scopes that are asked for and never named in the answer, such as `offline_access`. */
    scopesNotEchoed: v.array(text),
    /** The provider has no PKCE: the verifier is sent all the same, and nobody relies on it. */
    lacksPkce: v.boolean(),
    /** The authorization request's parameter for scopes where it is not `scope`, such as `user_scope`. */
    scopeParameter: v.pipe(v.string(), v.regex(/^[a-z_]{1,50}$/)),
    /** The answer's `scope` is a JSON list (Twitch), against RFC 6749 §3.3. */
    isScopeList: v.boolean(),
    /** The answer names no `token_type`; `Bearer` is meant (Shopify). */
    lacksTokenType: v.boolean(),
    /** ID tokens carry no nonce, so none is sent: PKCE alone binds the answer to the request (LinkedIn). */
    lacksNonce: v.boolean(),
    /** Where a refresh goes where it is not the token endpoint (Figma). */
    refreshEndpoint: url,
    /** Header fields that every API call needs; `{clientId}` in a value stands for the setup's client id. */
    apiHeaders: parametersSchema,
    /**
     * How the provider says that a refresh token is not good any more where it does not say `invalid_grant`: its
     * answer's member at the path has the value.
     */
    refreshRefusals: v.pipe(
      v.array(v.strictObject({ path: v.array(text), value: text })),
      v.minLength(1),
      v.maxLength(20),
    ),
    /** The header field that the API takes the bare access token in, in place of `Authorization: Bearer` (Shopify). */
    tokenHeader: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,100}$/)),
    /** Where the subject and a label are read when there is neither ID token nor userinfo endpoint. */
    profile: v.strictObject({ url, sub: v.array(text), label: v.array(text) }),
  }),
)
export type Quirks = v.InferOutput<typeof quirksSchema>

/** The entries that a provider setup's schema has for them. */
export const protocolOptions = {
  /** The preset that the setup was made from. At each start the setup takes its quirks as they are known then. */
  preset: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/))),
  grant: v.optional(v.picklist(grantKinds)),
  /** RFC 9126: only where the server requires it or the address would be too long, or always. */
  pushedRequests: v.optional(v.picklist(['whenNeeded', 'always'])),
  /** RFC 9449: tokens are bound to a key of this setup. */
  usesDpop: v.optional(v.boolean()),
  /** RFC 9101: the authorization request is a JWT signed with the setup's key. */
  usesRequestObject: v.optional(v.boolean()),
  /** RFC 8707: the resources that tokens are asked for. An access token is for one of them; the account's own for the first. */
  resources: v.optional(v.pipe(v.array(url), v.maxLength(20))),
  /** RFC 9396: a JSON array as text. */
  authorizationDetails: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
  /**
   * The path of the post-logout redirect URI, on the redirect's host and port, where the provider has one on file
   * (OpenID Connect RP-Initiated Logout 1.0 §3). Absent: none is sent, and the provider's own page says the last word.
   */
  signedOutPath: v.optional(v.pipe(v.string(), v.regex(/^\/[A-Za-z0-9\-._~/]{0,100}$/, 'not a plain path'))),
  /** Extra parameters of the code exchange, and of a refresh. */
  tokenParameters: v.optional(parametersSchema),
  refreshParameters: v.optional(parametersSchema),
  quirks: v.optional(quirksSchema),
} as const
