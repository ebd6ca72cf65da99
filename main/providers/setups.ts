import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import {
  type ProviderSetup,
  providerSetupSchema,
  type SetupDraft,
  type SetupView,
  type SigningAlgorithm,
} from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { PlainStore, Vault } from '../ports.ts'
import { type ClientCredentials, createCredentialStore } from './client-credentials.ts'
import { withPresetQuirks } from './preset-quirks.ts'

/** The provider setups: kept as plain data, their secrets and keys in the vault. */
export interface Setups {
  all(): readonly ProviderSetup[]
  /** Rejects with `setup_not_found`. */
  find(setupId: string): ProviderSetup
  views(): SetupView[]
  /** Makes or changes a setup. `clientSecret`: undefined keeps it, null removes it. */
  save(draft: SetupDraft, clientSecret: string | null | undefined): Promise<ProviderSetup>
  /** Puts a setup that Keyfold made itself, such as the demo's. */
  put(setup: ProviderSetup): void
  remove(setupId: string): Promise<void>
  /** What the client proves itself with. */
  credentials(setupId: string): Promise<ClientCredentials>
  /** Makes, takes or removes a key or a certificate of a setup. */
  changeCredentials(setupId: string, change: CredentialChange): Promise<void>
}

/** A change to what a client proves itself with, besides its secret. */
export type CredentialChange =
  | { readonly type: 'makeKey'; readonly algorithm: SigningAlgorithm }
  | {
      readonly type: 'importKey'
      readonly privateKey: string
      readonly algorithm?: SigningAlgorithm | undefined
    }
  | { readonly type: 'importCertificate'; readonly certificate: string; readonly privateKey: string }
  | { readonly type: 'remove'; readonly kind: 'key' | 'certificate' }

/** The redirect URI to register at the provider's console. With port 0 it has none: any port is then to be accepted (RFC 8252 §7.3). */
export function redirectUriToRegister(redirect: ProviderSetup['redirect']): string {
  if (redirect.pastedAddress !== undefined) return redirect.pastedAddress
  const port = redirect.port === 0 ? '' : `:${redirect.port}`
  return `http://${redirect.host}${port}${redirect.path}`
}

/** The setups of the store. `onChange` is called after every change. */
export function createSetups(options: {
  store: Pick<PlainStore, 'readSetups' | 'writeSetups'>
  vault: Vault
  onChange: () => void
}): Setups {
  const { store, vault, onChange } = options
  const credentials = createCredentialStore(vault)
  let setups: readonly ProviderSetup[] = store.readSetups().map(withPresetQuirks)

  function replace(next: readonly ProviderSetup[]): void {
    store.writeSetups(next)
    setups = next
    onChange()
  }

  function find(setupId: string): ProviderSetup {
    const setup = setups.find((candidate) => candidate.id === setupId)
    if (setup === undefined) throw new ProblemError(setupNotFound())
    return setup
  }

  function put(setup: ProviderSetup): void {
    const isKnown = setups.some((candidate) => candidate.id === setup.id)
    replace(
      isKnown
        ? setups.map((candidate) => (candidate.id === setup.id ? setup : candidate))
        : [...setups, setup],
    )
  }

  return {
    all: () => setups,
    find,
    put,
    views: () =>
      setups.map((setup) => ({
        ...setup,
        ...credentials.view(setup.id),
        redirectUri: redirectUriToRegister(setup.redirect),
        isAnyPort: setup.redirect.port === 0 && setup.redirect.pastedAddress === undefined,
      })),
    async save(draft, clientSecret) {
      const existing = draft.id === undefined ? undefined : find(draft.id)
      refuseIncomplete(draft)
      const setup = v.parse(providerSetupSchema, {
        ...draft,
        id: existing?.id ?? randomUUID(),
        kind: existing?.kind ?? 'custom',
      })
      // The secret first: a setup that says "confidential client" without its secret would fail at the first sign-in.
      if (typeof clientSecret === 'string') await credentials.putSecret(setup, clientSecret)
      else if (clientSecret === null) await credentials.remove(setup.id, 'secret')
      put(setup)
      return setup
    },
    async remove(setupId) {
      find(setupId)
      await credentials.removeAll(setupId)
      replace(setups.filter((setup) => setup.id !== setupId))
    },
    credentials: credentials.read,
    async changeCredentials(setupId, change) {
      const setup = find(setupId)
      if (change.type === 'makeKey') await credentials.makeKey(setup, change.algorithm)
      else if (change.type === 'importKey')
        await credentials.importKey(setup, change.privateKey, change.algorithm)
      else if (change.type === 'importCertificate')
        await credentials.importCertificate(setup, change.certificate, change.privateKey)
      else await credentials.remove(setupId, change.kind)
      onChange()
    },
  }
}

function refuseIncomplete(draft: SetupDraft): void {
  if (draft.issuer === undefined && draft.endpoints === undefined) {
    throw new ProblemError(
      makeProblem('invalid_argument', 'you', {
        title: 'The setup names no provider',
        detail: 'A provider setup needs an issuer, or an authorization endpoint and a token endpoint.',
        nextStep: 'Enter the issuer URL, or switch to endpoints and enter both.',
      }),
    )
  }
  const { resources = [] } = draft
  const api = draft.apis.find(({ resource }) => resource !== undefined && !resources.includes(resource))
  if (api !== undefined) {
    throw new ProblemError(
      makeProblem(
        'invalid_argument',
        'you',
        {
          title: 'An API names a resource that the setup does not ask for',
          detail:
            'A token for it could not be had: providers give tokens for the resources of the sign-in alone.',
          nextStep: 'Add it to the resources of the setup, or choose another one for the API.',
        },
        { API: api.name, resource: api.resource },
      ),
    )
  }
}

function setupNotFound() {
  return makeProblem('setup_not_found', 'you', {
    title: 'This provider setup is gone',
    detail: 'It was removed since the window showed it.',
    nextStep: 'Choose another setup.',
  })
}
