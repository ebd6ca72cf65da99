import { describe, expect, it } from 'vitest'
import { mayLackScopes, readScopeRefusal } from '../../../main/api/missing-scopes.ts'

const reader = (headers: Record<string, string>) => (name: string) => headers[name]
const google = {
  error: {
    code: 403,
    message: 'Request had insufficient authentication scopes.',
    errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }],
    status: 'PERMISSION_DENIED',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' },
    ],
  },
}

describe('readScopeRefusal', () => {
  it.each([
    [
      'RFC 6750',
      403,
      {
        'www-authenticate': 'Bearer realm="x", error="insufficient_scope", scope="orders:read invoices:read"',
      },
      '',
      ['invoices:read'],
    ],
    ['RFC 6750 without names', 403, { 'www-authenticate': 'Bearer error=insufficient_scope' }, '', []],
    ['Google', 403, {}, JSON.stringify(google), []],
    ['Google’s newer form', 403, {}, JSON.stringify({ error: { details: google.error.details } }), []],
    [
      'Google with its challenge',
      403,
      {
        'www-authenticate':
          'Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="https://www.googleapis.com/auth/drive"',
      },
      JSON.stringify(google),
      ['https://www.googleapis.com/auth/drive'],
    ],
    [
      'Slack, with status 200',
      200,
      { 'x-oauth-scopes': 'channels:read', 'x-accepted-oauth-scopes': 'chat:write' },
      '{"ok":false,"error":"missing_scope","needed":"chat:write,chat:write.public","provided":"channels:read"}',
      ['chat:write', 'chat:write.public'],
    ],
    [
      'GitHub',
      403,
      { 'x-oauth-scopes': 'gist', 'x-accepted-oauth-scopes': 'repo, public_repo' },
      '{"message":"Must have admin rights"}',
      ['repo'],
    ],
    ['GitHub, hidden', 404, { 'x-oauth-scopes': '', 'x-accepted-oauth-scopes': 'repo' }, '{}', ['repo']],
    [
      'Microsoft Graph',
      403,
      {},
      '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges"}}',
      [],
    ],
  ])('reads the refusal of %s', (_name, status, headers, body, missing) => {
    const read = reader(headers)
    expect(mayLackScopes(status, read)).toBe(true)
    expect(readScopeRefusal(status, read, body, ['orders:read'])).toEqual({ missing })
  })

  it.each([
    ['another 403', 403, {}, '{"error":{"code":"quotaExceeded"}}'],
    ['a 403 that is no JSON', 403, {}, '<html>'],
    ['a 403 of hostile JSON', 403, {}, '{"error":{"details":{"0":1},"errors":[null,1,"x"]}}'],
    [
      'a token that has one of the accepted scopes',
      404,
      { 'x-oauth-scopes': 'repo', 'x-accepted-oauth-scopes': 'repo, public_repo' },
      '{}',
    ],
    ['a success', 200, { 'x-oauth-scopes': 'a', 'x-accepted-oauth-scopes': 'b' }, '{"ok":true}'],
  ])('takes %s for none', (_name, status, headers, body) => {
    expect(readScopeRefusal(status, reader(headers), body, [])).toBeUndefined()
  })

  it('takes no scope that could break a request or a screen', () => {
    const scope = `ok ${'x'.repeat(300)} ${Array.from({ length: 50 }, (_, i) => `s${i}`).join(' ')}`
    const read = reader({ 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` })
    const refusal = readScopeRefusal(403, read, '', [])
    expect(refusal?.missing).toHaveLength(20)
    expect(refusal?.missing.every((one) => one.length <= 200)).toBe(true)
  })
})
