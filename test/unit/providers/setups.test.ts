import { describe, expect, it } from 'vitest'
import type { ProviderSetup, SetupDraft } from '../../../contract/models.ts'
import { createSetups } from '../../../main/providers/setups.ts'
import { createMemoryVault } from '../../support/memory-vault.ts'
import { problemOf } from '../../support/problem-of.ts'

function openSetups() {
  let stored: readonly ProviderSetup[] = []
  const store = {
    readSetups: () => stored,
    writeSetups: (setups: readonly ProviderSetup[]) => {
      stored = setups
    },
  }
  return createSetups({ store, vault: createMemoryVault(), onChange: () => {} })
}

const draft: SetupDraft = {
  name: 'Shop',
  issuer: 'https://login.example',
  clientId: 'desk',
  clientAuthentication: 'none',
  scopes: ['openid'],
  authorizationParameters: {},
  redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
  apis: [],
}

describe('a setup that is saved', () => {
  const api = { name: 'Orders', baseUrl: 'https://api.example', resource: 'urn:example:orders', requests: [] }

  it('has APIs for its own resources only', async () => {
    const setups = openSetups()
    const resources = ['urn:example:orders', 'urn:example:mail']
    const { id } = await setups.save({ ...draft, resources, apis: [api] }, undefined)
    expect(setups.find(id).apis).toEqual([api])
    const others = { ...draft, id, resources: ['urn:example:mail'], apis: [api] }
    expect(await problemOf(setups.save(others, undefined))).toMatchObject({
      code: 'invalid_argument',
      title: 'An API names a resource that the setup does not ask for',
    })
    expect(setups.find(id).resources).toEqual(resources)
  })
})
