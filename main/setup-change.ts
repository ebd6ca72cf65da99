import type { ProviderSetup, SetupDraft } from '../contract/models.ts'
import { makeProblem, ProblemError } from '../contract/problem.ts'
import type { Vault } from './ports.ts'
import type { Setups } from './providers/setups.ts'

/**
 * Makes or changes a setup. Rejects with `setup_in_use` where it would become another provider's while it still has
 * tokens, also ones that only wait to be revoked: a refresh token is shared with the server that gave it and with no
 * other (RFC 6749 §10.4), and the next renewal would send it to the new one.
 */
export async function saveSetup(
  draft: SetupDraft,
  clientSecret: string | null | undefined,
  { setups, vault }: { setups: Setups; vault: Pick<Vault, 'headers'> },
): Promise<ProviderSetup> {
  const existing = setups.all().find(({ id }) => id === draft.id)
  if (existing && isAnotherProvider(existing, draft) && hasTokens(existing.id, vault))
    throw new ProblemError(providerInUse())
  return setups.save(draft, clientSecret)
}

/** The headers, because the tokens themselves may be locked. */
function hasTokens(setupId: string, vault: Pick<Vault, 'headers'>): boolean {
  return vault
    .headers()
    .some(({ kind, note }) => (kind === 'account' || kind === 'revocation') && note.setupId === setupId)
}

type Addresses = Pick<ProviderSetup, 'issuer' | 'endpoints'>

/** True where issuer and token endpoint have no origin in common: a corrected path is the same provider. */
function isAnotherProvider(before: Addresses, after: Addresses): boolean {
  const origins = originsOf(after)
  return originsOf(before).every((origin) => !origins.includes(origin))
}

function originsOf({ issuer, endpoints }: Addresses): string[] {
  return [issuer, endpoints?.token].flatMap((address) =>
    address !== undefined && URL.canParse(address) ? new URL(address).origin : [],
  )
}

function providerInUse() {
  return makeProblem('setup_in_use', 'you', {
    title: 'Accounts of another provider are connected with this setup',
    detail: 'Their tokens would be sent to the new provider, for which they are not meant.',
    nextStep: 'Make a new setup for the new provider, or disconnect the accounts of this one first.',
  })
}
