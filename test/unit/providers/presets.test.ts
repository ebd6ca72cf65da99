import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { setupDraftSchema } from '../../../contract/models.ts'
import { presetViewSchema } from '../../../contract/presets.ts'
import { ProblemError } from '../../../contract/problem.ts'
import { applyPreset, blanksOf } from '../../../main/providers/apply-preset.ts'
import { type Preset, presetSchema } from '../../../main/providers/preset.ts'
import { listPresets, makeDraft } from '../../../main/providers/preset-service.ts'
import { presets } from '../../../main/providers/presets/list.ts'

const all = presets.map((preset) => [preset.id, preset] as const)

/** Every text of a value with the path of the member that holds it. */
function* texts(value: unknown, path = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* texts(member, path ? `${path}.${name}` : name)
  }
}

const memberAt = (preset: Preset, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], preset)

const examples = (preset: Preset) =>
  Object.fromEntries(
    blanksOf(preset).map(({ id, example }) => [id, id === 'clientId' ? 'client-1' : example]),
  )

const onlyNeeded = (preset: Preset) =>
  Object.fromEntries(
    blanksOf(preset)
      .filter(({ fallback }) => fallback === undefined)
      .map(({ id, example }) => [id, id === 'clientId' ? 'client-1' : example]),
  )

/** Where a name in braces is no blank: Entra’s own notation, and what Keyfold fills in at each call. */
const notTemplates = new Set(['quirks.issuerTemplate', 'quirks.apiHeaders.Client-Id'])

describe.each(all)('the preset %s', (_id, preset) => {
  it('has the form that the schema says', () => {
    expect(v.safeParse(presetSchema, preset).issues).toBeUndefined()
  })

  it('names its provider by an issuer or by endpoints', () => {
    expect(preset.issuer !== undefined || preset.endpoints !== undefined).toBe(true)
  })

  it('makes a valid setup of its own examples, and of the needed blanks alone', () => {
    for (const blanks of [examples(preset), onlyNeeded(preset)]) {
      const draft = applyPreset(preset, blanks)
      expect(v.safeParse(setupDraftSchema, draft).issues).toBeUndefined()
      expect(draft).toMatchObject({ preset: preset.id, name: preset.name, clientId: 'client-1' })
      for (const [path, text] of texts(draft)) {
        if (!notTemplates.has(path) && !path.endsWith('.description'))
          expect(`${path}: ${text}`).not.toMatch(/[{}]/)
      }
    }
  })

  it('sends people and tokens over https only', () => {
    const draft = applyPreset(preset, examples(preset))
    const addresses = [
      preset.console.url,
      draft.issuer,
      ...Object.values(draft.endpoints ?? {}),
      ...draft.apis.map(({ baseUrl }) => baseUrl),
      draft.quirks?.profile?.url,
      draft.quirks?.refreshEndpoint,
    ].filter((address) => address !== undefined)
    for (const address of addresses) expect(new URL(address).protocol).toBe('https:')
  })

  it('says how the answer comes back where the provider takes no loopback address, or may not', () => {
    const { takesLoopbackAddress, notes } = preset.redirect
    expect(applyPreset(preset, examples(preset)).redirect.pastedAddress).toBe(
      takesLoopbackAddress === 'no' ? 'https://example.com/keyfold' : undefined,
    )
    const isExplained = notes.some((note) => /paste/.test(note) && /https address|that address/.test(note))
    expect(isExplained).toBe(takesLoopbackAddress !== 'yes')
    expect(JSON.stringify(applyPreset(preset, examples(preset)))).not.toContain('localhost')
  })

  it('explains every scope that it asks for', () => {
    const explained = preset.scopes.map(({ name }) => name)
    expect(new Set(explained).size).toBe(explained.length)
    expect(explained).toEqual(expect.arrayContaining(preset.defaultScopes))
  })

  it('has requests for the explorer, below each API’s base URL', () => {
    expect(preset.apis.length).toBeGreaterThan(0)
    for (const { baseUrl, requests } of preset.apis) {
      expect(baseUrl).not.toMatch(/\/$/)
      expect(requests.length).toBeGreaterThan(0)
      for (const { path } of requests) expect(path).toMatch(/^\/(?!\/)/)
    }
  })

  it('uses every blank, and each blank’s example fits its pattern', () => {
    const { blanks, ...rest } = preset
    const used = [...texts(rest)].map(([, text]) => text).join('\n')
    for (const { id, example, pattern, fallback } of blanks) {
      expect(used).toContain(`{${id}}`)
      expect(example).toMatch(new RegExp(`^(?:${pattern})$`))
      if (fallback) expect(fallback).toMatch(new RegExp(`^(?:${pattern})$`))
    }
  })

  it('takes no blank that leads out of its place in an address', () => {
    const hostile = [
      'evil.example/',
      'a@evil.example',
      'evil.example#',
      'evil.example?x=',
      '..',
      'a b',
      'a\nb',
      'a\\b',
    ]
    for (const { id } of preset.blanks.filter(({ id }) => isInHost(preset, id))) {
      for (const value of hostile) {
        expect(() => applyPreset(preset, { ...examples(preset), [id]: value }), `${id}: ${value}`).toThrow(
          ProblemError,
        )
      }
    }
  })

  it('says where each of its quirks, parameters and rules comes from', () => {
    const claims = preset.evidence.map(({ about }) => about)
    for (const about of claims) expect(memberAt(preset, about), about).toBeDefined()
    const toBeClaimed = [
      'redirect',
      ...(preset.endpoints ? ['endpoints', 'clientAuthentication'] : ['issuer']),
      ...(['quirks', 'authorizationParameters', 'tokenParameters', 'refreshParameters'] as const).flatMap(
        (member) => Object.keys(preset[member] ?? {}).map((name) => `${member}.${name}`),
      ),
    ]
    expect(claims).toEqual(expect.arrayContaining(toBeClaimed))
  })

  it('asks for a secret exactly where the client proves itself with one', () => {
    expect(preset.client.secretLabel === undefined).toBe(preset.clientAuthentication === 'none')
  })
})

/** True for a blank that stands in the authority of an address, where it decides which host is called. */
function isInHost({ issuer, endpoints, apis }: Preset, id: string): boolean {
  const addresses = [...texts({ issuer, endpoints, bases: apis.map(({ baseUrl }) => baseUrl) })]
  return addresses.some(([, address]) => new RegExp(`^(https://[^/]*)?\\{${id}\\}`).test(address))
}

describe('the presets together', () => {
  it('are the providers that Keyfold promises', () => {
    expect(presets.map(({ id }) => id).sort()).toMatchInlineSnapshot(`
      [
        "ad-fs",
        "amazon-cognito",
        "atlassian",
        "auth0",
        "bitbucket",
        "discord",
        "dropbox",
        "facebook",
        "figma",
        "github",
        "github-enterprise",
        "gitlab",
        "google",
        "hubspot",
        "keycloak",
        "linear",
        "linkedin",
        "microsoft-entra",
        "notion",
        "okta",
        "reddit",
        "salesforce",
        "shopify",
        "slack",
        "spotify",
        "strava",
        "twitch",
        "x",
        "zoom",
      ]
    `)
  })

  it('are shown without what the window has no use for', () => {
    const views = listPresets()
    expect(views).toHaveLength(presets.length)
    for (const view of views) expect(v.safeParse(presetViewSchema, view).issues).toBeUndefined()
    const google = views.find(({ id }) => id === 'google')
    expect(google).not.toHaveProperty('redirect.register')
    expect(google).toMatchObject({ secretLabel: 'Client secret', redirect: { isAnyPort: true } })
    const strava = views.find(({ id }) => id === 'strava')
    expect(strava).toMatchObject({ redirect: { register: '127.0.0.1' } })
    expect(strava?.remembered, 'told apart from what was read').toContain('There is no PKCE.')
    expect(strava?.remembered).not.toContain('Scopes are separated by commas.')
    expect(views.find(({ id }) => id === 'discord')).toMatchObject({
      blanks: [{ id: 'clientId' }],
      redirect: { register: 'http://127.0.0.1:17653/callback', isAnyPort: false },
    })
  })
})

describe('applying a preset', () => {
  const refusal = (presetId: string, blanks: Record<string, string>) => {
    try {
      makeDraft(presetId, blanks)
    } catch (error) {
      if (error instanceof ProblemError) return error.problem
    }
    throw new Error('it was not refused')
  }

  it('fills blanks into addresses and parameters, without spaces around them', () => {
    const draft = makeDraft('auth0', {
      clientId: ' id ',
      domain: ' acme.eu.auth0.com',
      audience: 'https://api.acme.example',
    })
    expect(draft).toMatchObject({
      clientId: 'id',
      issuer: 'https://acme.eu.auth0.com/',
      authorizationParameters: { audience: 'https://api.acme.example' },
      apis: [{ baseUrl: 'https://acme.eu.auth0.com' }],
    })
  })

  it('leaves out a parameter whose blank was left', () => {
    expect(makeDraft('auth0', { clientId: 'id', domain: 'acme.auth0.com' }).authorizationParameters).toEqual(
      {},
    )
  })

  it('uses what stands for a blank that was left', () => {
    expect(makeDraft('gitlab', { clientId: 'id' })).toMatchObject({ issuer: 'https://gitlab.com' })
    expect(makeDraft('microsoft-entra', { clientId: 'id', tenant: '' })).toMatchObject({
      issuer: 'https://login.microsoftonline.com/common/v2.0',
      quirks: { issuerTemplate: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
    })
  })

  it.each([
    ['an empty blank', 'auth0', { clientId: 'id' }, 'domain'],
    ['a blank of another form', 'okta', { clientId: 'id', domain: 'https://acme.okta.com' }, 'domain'],
    ['no client id', 'github', {}, 'clientId'],
    ['an unknown blank', 'github', { clientId: 'id', tenant: 'x' }, 'tenant'],
    [
      'a blank named like a member of every object',
      'github',
      { clientId: 'id', constructor: 'x' },
      'constructor',
    ],
  ])('refuses %s and names it', (_what, presetId, blanks, blank) => {
    const problem = refusal(presetId, blanks as Record<string, string>)
    expect(problem).toMatchObject({ code: 'invalid_argument', side: 'you' })
    expect(problem.evidence).toContainEqual({ label: 'blank', value: blank })
  })

  it('refuses a preset that is not there', () => {
    expect(refusal('no-such', { clientId: 'id' })).toMatchObject({ code: 'invalid_argument' })
  })
})
