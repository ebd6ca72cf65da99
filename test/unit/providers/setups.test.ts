import { describe, expect, it } from 'vitest'
import type { ProviderSetup, SetupDraft } from '../../../contract/models.ts'
import { makeDraft } from '../../../main/providers/preset-service.ts'
import { createSetups } from '../../../main/providers/setups.ts'
import { createMemoryVault } from '../../support/memory-vault.ts'
import { problemOf } from '../../support/problem-of.ts'

function openSetups(saved: readonly ProviderSetup[] = []) {
  let stored = saved
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

describe('a setup that a preset made, read by another version', () => {
  const savedBy = (presetId: string, blanks: Record<string, string>, quirks: ProviderSetup['quirks']) => {
    const { quirks: _, ...rest } = makeDraft(presetId, { clientId: 'desk', ...blanks })
    const saved = { ...rest, id: 'saved', kind: 'custom' as const, ...(quirks && { quirks }) }
    return openSetups([saved]).find('saved')
  }

  it('has the quirks that were found since, and none that was found wrong', () => {
    const { quirks } = makeDraft('strava', { clientId: 'desk' })
    expect(quirks).toHaveProperty('refreshRefusals')
    expect(savedBy('strava', {}, { lacksPkce: true, isBasicRaw: true }).quirks).toEqual(quirks)
    expect(savedBy('strava', {}, undefined).quirks).toEqual(quirks)
    expect(savedBy('google', {}, { isBasicRaw: true })).not.toHaveProperty('quirks')
  })

  it('keeps the addresses that hold what was filled in', () => {
    const blanks = { host: 'git.example' }
    const { quirks } = makeDraft('github-enterprise', { clientId: 'desk', ...blanks })
    const profile = { url: 'https://git.example/api/v3/user', sub: ['id'], label: ['name'] }
    expect(savedBy('github-enterprise', blanks, { profile }).quirks).toEqual(quirks)
    expect(savedBy('github-enterprise', blanks, {}).quirks).not.toHaveProperty('profile')
  })
})

describe('a setup of no preset', () => {
  it.each([undefined, 'no-such-preset'])('keeps its quirks: %s', (preset) => {
    const quirks = { isBasicRaw: true }
    const saved = { ...draft, id: 'saved', kind: 'custom' as const, quirks, ...(preset && { preset }) }
    expect(openSetups([saved]).find('saved')).toEqual(saved)
  })
})
