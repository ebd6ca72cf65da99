import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AccountRecord,
  formatAccountRecord,
  parseAccountRecord,
} from '../../../main/accounts/account-record.ts'
import { parseRevocationRecord } from '../../../main/accounts/revocation-record.ts'

const text = fc.string({ unit: 'binary' })
const time = fc.integer({ min: 0, max: 4_102_444_800_000 })
const grant = fc.record(
  {
    accessToken: text,
    tokenType: fc.constant('bearer' as const),
    refreshToken: text,
    idToken: text,
    scopesGranted: fc.array(text, { maxLength: 5 }),
    receivedAtMs: time,
    clockAheadMs: fc.integer(),
    lifetimeMs: time,
  },
  { requiredKeys: ['accessToken', 'tokenType', 'scopesGranted', 'receivedAtMs'] },
)
const record: fc.Arbitrary<AccountRecord> = fc.record(
  {
    format: fc.constant(1 as const),
    setupId: text,
    subject: fc.record({ issuer: text, sub: text, label: text }, { requiredKeys: ['issuer', 'label'] }),
    grant,
    scopesAsked: fc.array(text, { maxLength: 5 }),
    scopesAdded: fc.array(text, { maxLength: 5 }),
    connectedAtMs: time,
    refreshedAtMs: time,
    refusedBecause: text,
    lostAnswers: fc.nat(9),
    hasLostAnswer: fc.boolean(),
    isForClient: fc.boolean(),
    offersSignOut: fc.boolean(),
    exchangedFrom: fc.record(
      {
        accountId: text,
        subjectType: fc.constantFrom('access_token', 'id_token'),
        requestedType: fc.constantFrom('access_token', 'jwt'),
        audience: text,
        resource: text,
        scopes: fc.array(text, { maxLength: 5 }),
      },
      { requiredKeys: ['accountId'] },
    ),
  },
  { requiredKeys: ['format', 'setupId', 'subject', 'grant', 'scopesAsked', 'connectedAtMs'] },
) as never

describe('the account record’s parser', () => {
  it('reads what was written, every member of it', () => {
    fc.assert(
      fc.property(record, (one) => {
        expect(parseAccountRecord(formatAccountRecord(one))).toEqual(JSON.parse(JSON.stringify(one)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('gives nothing for any other text, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.json()), (one) => {
        expect(parseAccountRecord(one)).toBeUndefined()
        expect(parseRevocationRecord(one)).toBeUndefined()
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives nothing for a record that misses a part or has one of another kind', () => {
    const spoiled = fc.tuple(
      record,
      fc.constantFrom('format', 'setupId', 'subject', 'grant', 'scopesAsked', 'connectedAtMs'),
      fc.constantFrom(undefined, null, true, [], {}, 'x'),
    )
    fc.assert(
      fc.property(spoiled, ([one, name, value]) => {
        const isFine =
          (name === 'setupId' && value === 'x') || (name === 'scopesAsked' && Array.isArray(value))
        const parsed = parseAccountRecord(JSON.stringify({ ...one, [name]: value }))
        expect(parsed !== undefined).toBe(isFine)
      }),
      { numRuns: 1_000 },
    )
  })
})
