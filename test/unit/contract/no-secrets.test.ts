import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { calls, events, failureSchema } from '../../../contract/ipc.ts'
import { findSecretRoom, listTexts } from '../../support/schema-walk.ts'

const outward: readonly (readonly [string, v.GenericSchema])[] = [
  ...Object.entries(calls).map(([name, { result }]) => [`${name} result`, result] as const),
  ...Object.entries(events).map(([name, payload]) => [`${name} payload`, payload] as const),
  ['failure', failureSchema],
]

/** Names that sound like a secret and are none: addresses of endpoints, and what the person typed in the setup. */
const reviewed: ReadonlySet<string> = new Set([
  // Shown to be typed on another device; the device code, which gets the tokens, stays in main.
  'device.userCode',
  // Names of scopes, and never the token that they stand in.
  'scopesInToken',
  'tokenEndpoint',
  'authorizationEndpoint',
  'authorizationHost',
  'authorizationParameters',
  'endpoints.authorization',
  'endpoints.token',
  'endpoints.deviceAuthorization',
  'endpoints.pushedAuthorizationRequest',
  'authorizationDetails',
  'tokenParameters',
  'quirks.tokenTypes',
  // The name of a header field, and how a console calls the field of the secret.
  'quirks.tokenHeader',
  'secretLabel',
  // Paths in an answer, and never what stands there.
  'answerMapping.access_token',
  'answerMapping.refresh_token',
  'answerMapping.token_type',
  'answerMapping.id_token',
])

describe('what main sends to the window', () => {
  it.each(outward)('%s has no room for a token, a code, a verifier or a client secret', (_name, schema) => {
    expect(findSecretRoom(schema, reviewed)).toEqual([])
  })

  it('says in words of the person’s, not of the wire: every free text was looked at', () => {
    const texts = new Set(outward.flatMap(([, schema]) => listTexts(schema)))
    expect([...texts].sort()).toMatchSnapshot()
  })

  it('every exception is still in use', () => {
    const withoutExceptions = outward.flatMap(([, schema]) => findSecretRoom(schema, new Set()))
    for (const name of reviewed) {
      expect(withoutExceptions.some((finding) => finding.includes(name))).toBe(true)
    }
  })
})

describe('a planted secret is found', () => {
  const text = v.string()
  const planted: readonly (readonly [string, v.GenericSchema])[] = [
    ['a token', v.strictObject({ accessToken: text })],
    ['a token under its wire name', v.strictObject({ refresh_token: v.optional(text) })],
    ['a code', v.strictObject({ code: text })],
    ['a code verifier', v.strictObject({ verifier: v.pipe(text, v.maxLength(128)) })],
    ['a client secret', v.strictObject({ clientSecret: v.nullable(text) })],
    ['a password', v.strictObject({ password: text })],
    [
      'a token deep inside',
      v.strictObject({
        list: v.array(v.strictObject({ id: v.optional(v.nullish(v.strictObject({ idToken: text }))) })),
      }),
    ],
    ['a token in a tuple', v.tuple([v.strictObject({ bearer: text })])],
    ['a token in a union', v.union([v.number(), v.strictObject({ sessionCookie: text })])],
    ['a token in a variant', v.variant('type', [v.strictObject({ type: v.literal('a'), assertion: text })])],
    ['a list of tokens', v.strictObject({ tokens: v.array(text) })],
    ['a record of tokens', v.strictObject({ tokensByAccount: v.record(text, text) })],
    ['a token behind a lazy schema', v.lazy(() => v.strictObject({ token: text }))],
    ['a number that is a code', v.strictObject({ oneTimeCode: v.union([v.number(), text]) })],
    ['an object open for more', v.looseObject({ id: text })],
    ['an object that drops what it does not know', v.object({ id: text })],
    ['an object with a rest', v.objectWithRest({ id: text }, text)],
    ['anything', v.strictObject({ body: v.any() })],
    ['something unknown', v.strictObject({ body: v.unknown() })],
    ['bytes', v.strictObject({ body: v.instance(Uint8Array) })],
    ['something custom', v.custom(() => true)],
    [
      'something transformed',
      v.strictObject({
        id: v.pipe(
          text,
          v.transform((value) => ({ value })),
        ),
      }),
    ],
  ]

  it.each(planted)('%s', (_what, schema) => {
    expect(findSecretRoom(schema, reviewed)).not.toEqual([])
  })

  it('a boolean or one of a few words is no room for a secret', () => {
    const harmless = v.strictObject({ hasClientSecret: v.boolean(), code: v.picklist(['a', 'b']) })
    expect(findSecretRoom(harmless, new Set())).toEqual([])
  })
})
