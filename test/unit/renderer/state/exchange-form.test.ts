import { describe, expect, it } from 'vitest'
import {
  argsOfExchange,
  findExchangeFaults,
  listExchangeSetups,
  startExchangeForm,
} from '../../../../renderer/state/exchange-form.ts'
import { contosoSetup, demoSetup } from '../../../support/renderer-harness/scenes.ts'

describe('the form of a token exchange', () => {
  const form = startExchangeForm({ setupId: 'demo' })

  it('leaves out what was left empty', () => {
    expect(argsOfExchange('a-demo', { ...form, audience: '  ', requestedType: 'any' })).toEqual({
      accountId: 'a-demo',
      setupId: 'demo',
      subjectType: 'access_token',
    })
  })

  it('sends what was filled in, without spaces around it', () => {
    const filled = { ...form, audience: ' orders ', resource: 'https://orders.example', scopes: ['read'] }
    expect(argsOfExchange('a-demo', filled)).toEqual({
      accountId: 'a-demo',
      setupId: 'demo',
      subjectType: 'access_token',
      requestedType: 'access_token',
      audience: 'orders',
      resource: 'https://orders.example',
      scopes: ['read'],
    })
  })

  it.each([
    ['', false],
    ['https://orders.example/v1', false],
    ['urn:example:orders', false],
    ['orders', true],
    ['https://orders.example/#part', true],
  ])('the resource %j is refused: %s', (resource, isRefused) => {
    expect(findExchangeFaults({ ...form, resource }).resource !== undefined).toBe(isRefused)
  })

  it('offers the setups for the same provider alone', () => {
    const backend = { ...demoSetup, id: 'backend' }
    const typed = {
      ...backend,
      id: 'typed',
      endpoints: { authorization: 'https://a.example', token: 'https://a.example' },
    }
    const offered = listExchangeSetups([demoSetup, contosoSetup, backend, typed], demoSetup)
    expect(offered.map(({ id }) => id)).toEqual(['demo', 'backend'])
  })
})
