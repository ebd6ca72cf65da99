import { describe, expect, it } from 'vitest'
import { presets } from '../../../main/providers/presets/list.ts'
import type { Vendor } from '../../support/vendor-server.ts'
import { signInAt, type VendorSignInOptions } from '../../support/vendor-sign-in.ts'
import * as identityProviders from '../../support/vendors/identity-providers.ts'
import * as people from '../../support/vendors/people.ts'
import * as tools from '../../support/vendors/tools.ts'

/** What the preset's blanks are filled with at the vendor of the test. */
const blanks: Readonly<Record<string, VendorSignInOptions['blanks']>> = {
  auth0: { domain: 'acme.eu.auth0.com' },
  okta: { domain: 'acme.okta.com', server: '/oauth2/default' },
  keycloak: { baseUrl: 'https://sso.acme.example', realm: 'acme' },
  'amazon-cognito': {
    region: 'eu-central-1',
    pool: 'eu-central-1_AbCdEfGhI',
    domain: 'acme.auth.eu-central-1.amazoncognito.com',
  },
  'ad-fs': { host: 'sts.acme.example' },
  'github-enterprise': { host: 'github.acme.example' },
  salesforce: { domain: 'acme.my.salesforce.com' },
  shopify: { shop: 'acme-store' },
}

/** Who signs in, as the account is to be told apart and named. */
const subjects: Readonly<Record<string, { sub?: string; label: string }>> = {
  atlassian: { sub: '5b10a2844c20165700ede21g', label: 'ada@example.test' },
  bitbucket: { sub: '557058:1', label: 'Ada Byron' },
  discord: { sub: '80351110224678912', label: 'ada' },
  dropbox: { sub: 'dbid:AAH4', label: 'dbid:AAH4' },
  facebook: { sub: '10158', label: 'Ada Byron' },
  figma: { sub: '1234', label: 'ada@example.test' },
  github: { sub: '583231', label: 'octocat' },
  'github-enterprise': { sub: '583231', label: 'octocat' },
  hubspot: { sub: '62515', label: '62515' },
  // It names nobody.
  linear: { label: 'Linear' },
  notion: { sub: 'n-1', label: 'Acme wiki' },
  reddit: { sub: 't2_1', label: 'ada' },
  salesforce: { sub: 'https://login.salesforce.com/id/00D/005', label: 'ada@example.test' },
  shopify: { sub: '690933842', label: 'Acme' },
  slack: { sub: 'U1234', label: 'Acme' },
  spotify: { sub: 'ada', label: 'ada@example.test' },
  strava: { sub: '227615', label: 'ada' },
  twitch: { sub: '141981764', label: 'ada' },
  x: { sub: '2244994945', label: 'ada' },
  zoom: { sub: 'z-1', label: 'ada@example.test' },
}
const openIdPerson = { sub: 'person-1', label: 'ada@example.test' }

const all = Object.values({ ...identityProviders, ...tools, ...people }).filter(
  (member): member is Vendor => typeof member === 'object' && 'preset' in member,
)
const optionsOf = ({ preset }: Vendor) => ({ ...(blanks[preset] && { blanks: blanks[preset] }) })

describe.each(all.map((vendor) => [vendor.preset, vendor] as const))('the preset %s', (_id, vendor) => {
  it('signs in at its vendor and names the person', async () => {
    const { view, stored, server } = await signInAt(vendor, optionsOf(vendor))
    expect(view).toMatchObject({ phase: 'done' })
    expect(view.problem).toBeUndefined()
    const person = subjects[vendor.preset] ?? openIdPerson
    expect(stored?.subject).toMatchObject(person)
    expect(stored?.subject.sub).toBe(person.sub)
    expect(stored?.grant.tokenType).toBe('bearer')
    expect(stored?.grant.refreshToken === undefined).toBe(vendor.refresh === 'none')
    // PKCE goes along, whether the vendor looks at it or not.
    expect(server.lastGrant().challenge).toMatch(/^[\w-]{43}$/)
  })

  const renewsTwice = async () => {
    const { stored, refresh, server } = await signInAt(vendor, optionsOf(vendor))
    const first = await refresh()
    if (first.type !== 'refreshed') throw new Error(`refused: ${first.problem.title}`)
    expect(first.grant.accessToken).not.toBe(stored?.grant.accessToken)
    expect(first.grant.refreshToken === stored?.grant.refreshToken).toBe(vendor.refresh !== 'rotates')
    expect(first.grant.scopesGranted).toEqual(stored?.grant.scopesGranted)
    const second = await refresh(first.grant)
    if (second.type !== 'refreshed') throw new Error(`refused: ${second.problem.title}`)
    expect(second.grant.accessToken).not.toBe(first.grant.accessToken)
    const sent = server
      .received(vendor.refreshAt ?? vendor.token)
      .map(({ form }) => form.get('refresh_token'))
      .filter((token) => token !== null)
    expect(sent).toEqual([stored?.grant.refreshToken, first.grant.refreshToken])
  }
  const saysSignInAgain = async () => {
    const { refresh } = await signInAt(vendor, optionsOf(vendor))
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'needs_sign_in' } })
  }
  const readsRefusal = async () => {
    const { refresh, server, stored } = await signInAt(vendor, optionsOf(vendor))
    server.forgetRefreshTokens()
    const refused = await refresh()
    expect(refused).toMatchObject({ type: 'refused', problem: { code: 'refresh_refused' } })
    expect(JSON.stringify(refused)).not.toContain(stored?.grant.refreshToken)
  }
  if (vendor.refresh === 'none') it('says that only signing in again helps', saysSignInAgain)
  else {
    it('renews its access token, twice', renewsTwice)
    it('reads the vendor’s own way to end a sign-in', readsRefusal)
  }

  it('reads the vendor’s own way to refuse a code', async () => {
    const { view, stored } = await signInAt(vendor, {
      ...optionsOf(vendor),
      beforeConsent: (server) => server.forgetCodes(),
    })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_endpoint_error' } })
    expect(stored).toBeUndefined()
    expect(JSON.stringify(view)).not.toMatch(/secret-|code-[0-9a-f]{8}/)
  })
})

it('every preset has a vendor in these tests', () => {
  expect(all.map(({ preset }) => preset).sort()).toEqual(presets.map(({ id }) => id).sort())
})
