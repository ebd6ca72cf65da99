import { describe, expect, it } from 'vitest'
import { resourceOf } from '../../../main/api/resource-of.ts'

describe('the resource that an address belongs to', () => {
  const resources = [
    'https://api.example',
    'https://api.example/mail',
    'https://api.example/mail/archive/',
    'urn:example:orders',
  ]

  it.each([
    ['https://api.example/users', undefined],
    ['https://api.example/mail', 'https://api.example/mail'],
    ['https://api.example/mail?folder=in', 'https://api.example/mail'],
    ['https://api.example/mail/1', 'https://api.example/mail'],
    ['https://api.example/mail/archive/2', 'https://api.example/mail/archive/'],
    // Not inside of it, though the text begins with it.
    ['https://api.example/mailbox', undefined],
    ['https://api.example:444/mail', undefined],
    ['http://api.example/mail', undefined],
    ['https://api.example.evil.example/mail', undefined],
    ['https://elsewhere.example/', undefined],
    ['not an address', undefined],
  ])('%s: %s', (address, resource) => {
    expect(resourceOf({ resources, apis: [] }, address)).toBe(resource)
  })

  it('is the first where there is one, or none', () => {
    const apis = [{ name: 'API', baseUrl: 'https://api.example', requests: [] }]
    expect(resourceOf({ resources: ['https://api.example'], apis }, 'https://api.example/x')).toBeUndefined()
    expect(resourceOf({ apis }, 'https://api.example/x')).toBeUndefined()
  })

  it.each([
    ['https://api.example/orders/1', 'urn:example:orders'],
    ['https://api.example/orders?open', 'urn:example:orders'],
    // Its API names none: the address decides.
    ['https://api.example/mail/1', 'https://api.example/mail'],
    ['https://api.example/', undefined],
    // Its API names the first.
    ['https://api.example/mail/archive/2', undefined],
    // An address of no API, in what is a resource all the same.
    ['https://other.example/x', 'https://other.example'],
  ])('is the one that its API names: %s: %s', (address, resource) => {
    const api = (baseUrl: string, named?: string) => ({
      name: baseUrl,
      baseUrl,
      requests: [],
      ...(named !== undefined && { resource: named }),
    })
    const apis = [
      api('https://api.example'),
      api('https://api.example/orders/', 'urn:example:orders'),
      api('https://api.example/mail'),
      api('https://api.example/mail/archive', 'urn:example:first'),
    ]
    const named = [
      'urn:example:first',
      'https://api.example/mail',
      'urn:example:orders',
      'https://other.example',
    ]
    expect(resourceOf({ resources: named, apis }, address)).toBe(resource)
  })
})
