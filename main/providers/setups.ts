import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import {
  type ProviderSetup,
  providerSetupSchema,
  type SetupDraft,
  type SetupView,
} from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { PlainStore, Vault } from '../ports.ts'

/** The provider setups: kept as plain data, their client secrets in the vault. */
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
  clientSecret(setupId: string): Promise<string | undefined>
}

/** The id of the vault record that holds a setup's client secret. */
const secretRecordId = (setupId: string): string => `client-${setupId}`

/** The redirect URI to register at the provider's console. With port 0 it has none: any port is then to be accepted (RFC 8252 §7.3). */
export function redirectUriToRegister(redirect: ProviderSetup['redirect']): string {
  const port = redirect.port === 0 ? '' : `:${redirect.port}`
  return `http://${redirect.host}${port}${redirect.path}`
}

export function createSetups(options: {
  store: Pick<PlainStore, 'readSetups' | 'writeSetups'>
  vault: Vault
  onChange: () => void
}): Setups {
  const { store, vault, onChange } = options
  let setups: readonly ProviderSetup[] = store.readSetups()

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
    views() {
      const withSecret = new Set(vault.headers().map((header) => header.id))
      return setups.map((setup) => ({
        ...setup,
        hasClientSecret: withSecret.has(secretRecordId(setup.id)),
        redirectUri: redirectUriToRegister(setup.redirect),
        isAnyPort: setup.redirect.port === 0,
      }))
    },
    async save(draft, clientSecret) {
      const existing = draft.id === undefined ? undefined : find(draft.id)
      refuseIncomplete(draft)
      const setup = v.parse(providerSetupSchema, {
        ...draft,
        id: existing?.id ?? randomUUID(),
        kind: existing?.kind ?? 'custom',
      })
      // The secret first: a setup that says "confidential client" without its secret would fail at the first sign-in.
      if (typeof clientSecret === 'string') {
        await vault.put(
          {
            id: secretRecordId(setup.id),
            kind: 'client-secret',
            note: { setupId: setup.id, label: setup.name },
          },
          clientSecret,
        )
      } else if (clientSecret === null) {
        await vault.remove(secretRecordId(setup.id))
      }
      put(setup)
      return setup
    },
    async remove(setupId) {
      find(setupId)
      await vault.remove(secretRecordId(setupId))
      replace(setups.filter((setup) => setup.id !== setupId))
    },
    clientSecret: (setupId) => vault.get(secretRecordId(setupId)),
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
}

function setupNotFound() {
  return makeProblem('setup_not_found', 'you', {
    title: 'This provider setup is gone',
    detail: 'It was removed since the window showed it.',
    nextStep: 'Choose another setup.',
  })
}
