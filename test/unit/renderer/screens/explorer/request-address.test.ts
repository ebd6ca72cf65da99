import { describe, expect, it } from 'vitest'
import { formatCurl } from '../../../../../renderer/screens/explorer/curl-command.ts'
import { joinAddress, splitAddress } from '../../../../../renderer/state/request-address.ts'

const apis = [
  { name: 'Shop', baseUrl: 'https://shop.example/v1/', requests: [] },
  { name: 'Shop 2', baseUrl: 'https://shop.example/v1/second', requests: [] },
]

describe('the request line', () => {
  it('joins the API and the path, and leaves a whole address alone', () => {
    expect(joinAddress('https://shop.example/v1/', '/orders?a=1')).toBe('https://shop.example/v1/orders?a=1')
    expect(joinAddress('https://shop.example/v1', 'orders')).toBe('https://shop.example/v1/orders')
    expect(joinAddress('https://shop.example/v1', '?a=1')).toBe('https://shop.example/v1?a=1')
    expect(joinAddress('https://shop.example/v1', '')).toBe('https://shop.example/v1')
    expect(joinAddress('https://shop.example', ' https://other.example/x ')).toBe('https://other.example/x')
  })

  it('splits an address at the longest API that it belongs to', () => {
    expect(splitAddress(apis, 'https://shop.example/v1/orders')).toEqual({ apiIndex: 0, path: '/orders' })
    expect(splitAddress(apis, 'https://shop.example/v1/second/x?y')).toEqual({ apiIndex: 1, path: '/x?y' })
    expect(splitAddress(apis, 'https://shop.example/v1/seconds')).toEqual({ apiIndex: 0, path: '/seconds' })
    expect(splitAddress(apis, 'https://shop.example/v10')).toEqual({
      apiIndex: 0,
      path: 'https://shop.example/v10',
    })
  })

  it('writes a curl command that a shell reads as one address, without the token', () => {
    expect(formatCurl('GET', "https://a.example/x?q='$(id)'")).toBe(
      String.raw`curl --header "Authorization: Bearer $ACCESS_TOKEN" 'https://a.example/x?q='\''$(id)'\'''`,
    )
    expect(formatCurl('DELETE', 'https://a.example/')).toContain(' --request DELETE ')
  })
})
