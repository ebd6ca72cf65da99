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
    expect(resourceOf({ resources }, address)).toBe(resource)
  })

  it('is the first where there is one, or none', () => {
    expect(resourceOf({ resources: ['https://api.example'] }, 'https://api.example/x')).toBeUndefined()
    expect(resourceOf({}, 'https://api.example/x')).toBeUndefined()
  })
})
