import { describe, expect, it } from 'vitest'
import { checkHeaders } from '../../../main/api/check-headers.ts'

describe('header fields of a draft', () => {
  it('pass with their names in lower case', () => {
    expect({ ...checkHeaders({ Accept: 'text/csv', 'X-Api-Key': 'caf\u00e9' }) }).toEqual({
      accept: 'text/csv',
      'x-api-key': 'caf\u00e9',
    })
  })

  it.each([
    'Authorization',
    'AUTHORIZATION',
    'cookie',
    'Host',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'TE',
    'Trailer',
    'Upgrade',
    'Expect',
    'Proxy-Authorization',
    'proxy-anything',
    'HTTP2-Settings',
    'Authorization ',
    'Authorization:',
    'a b',
    '',
    '\u017fecret',
  ])('are refused: %j', (name) => {
    expect(() => checkHeaders({ [name]: 'x' })).toThrow('invalid_argument')
  })

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', '\u20ac'])('are refused with the value %j', (value) => {
    expect(() => checkHeaders({ accept: value })).toThrow('invalid_argument')
  })

  it('are refused when one is there twice in different case', () => {
    expect(() => checkHeaders({ Accept: 'a', accept: 'b' })).toThrow('invalid_argument')
  })

  it('may be called like a member of Object', () => {
    expect(checkHeaders({ constructor: 'x' }).constructor).toBe('x')
  })
})
